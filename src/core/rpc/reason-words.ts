// Words for the numbers of refusals: bind_nak reasons, context results, fault statuses (C706, MS-RPCE, MS-ERREF).

/** `2 (local limit exceeded)`; unknown numbers say so. */
export function describeNakReason(reason: number): string {
  return `${reason} (${NAK_REASONS[reason] ?? "unknown reason"})`;
}

/** `2/1 (provider rejection: abstract syntax not supported)`. */
export function describeContextResult(result: number, reason: number): string {
  const kind = RESULTS[result] ?? "unknown result";
  const why = result === 1 || result === 2 ? `: ${REJECTIONS[reason] ?? "unknown reason"}` : "";
  return `${result}/${reason} (${kind}${why})`;
}

/** `0x1c010003 (nca_unk_if: the interface is unknown)`. */
export function describeFaultStatus(status: number): string {
  const words = STATUSES.get(status) ?? "unknown status";
  return `0x${status.toString(16).padStart(8, "0")} (${words})`;
}

const NAK_REASONS: readonly string[] = [
  "not specified",
  "temporary congestion",
  "local limit exceeded",
  "called presentation address unknown",
  "protocol version not supported",
  "default context not supported",
  "user data not readable",
  "no presentation access point available",
  "authentication type not recognised",
  "invalid checksum",
];

const RESULTS: readonly string[] = ["acceptance", "user rejection", "provider rejection", "negotiate ack"];

const REJECTIONS: readonly string[] = [
  "reason not specified",
  "abstract syntax not supported",
  "proposed transfer syntaxes not supported",
  "local limit exceeded",
];

const STATUSES: ReadonlyMap<number, string> = new Map([
  [0x1c01_0002, "nca_op_rng_error: the operation number is unknown"],
  [0x1c01_0003, "nca_unk_if: the interface is unknown"],
  [0x1c01_000b, "nca_proto_error: protocol error"],
  [0x1c01_0014, "nca_server_too_busy: the server is too busy"],
  [0x1c00_0009, "nca_unspec_reject: refused without a reason"],
  [0x1c00_001a, "nca_context_mismatch"],
  [0x1c00_001c, "nca_invalid_pres_context_id"],
  [0x0000_0005, "access denied"],
  [0x0000_06f7, "rpc_x_bad_stub_data: the stub could not be decoded"],
  [0x0000_06d8, "the server could not perform the call"],
  [0x0000_0721, "security package error"],
  [0x0000_06bd, "no call is active"],
]);
