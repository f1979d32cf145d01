// bind_nak: the whole bind is refused (C706 section 12.6.4.5, MS-RPCE section 2.2.2.9 for the reasons).
import { ok, type Result } from "../result.ts";
import { createByteWriter } from "./byte-writer.ts";
import { decodeError, type RpcDecodeError } from "./decode-error.ts";
import { bodyEnd, decodeWholePduHeader, encodePdu, PTYPE, viewOf, type PduEnvelope } from "./pdu-header.ts";

/** Reasons that are in use. */
export const NAK_REASON = {
  notSpecified: 0,
  temporaryCongestion: 1,
  localLimitExceeded: 2,
  protocolVersionNotSupported: 4,
  authTypeNotRecognized: 8,
  invalidChecksum: 9,
} as const;

type RpcVersion = { readonly major: number; readonly minor: number };

export type BindNakPdu = PduEnvelope & {
  readonly reason: number;
  /** Protocol versions that the server speaks; empty where the PDU ends after the reason. */
  readonly versions: readonly RpcVersion[];
};

/** Decodes one complete bind_nak PDU; padding and the extended error information after the versions are ignored. */
export function decodeBindNak(bytes: Uint8Array): Result<BindNakPdu, RpcDecodeError> {
  const header = decodeWholePduHeader(bytes, [PTYPE.bindNak]);
  if (!header.ok) return header;
  const { byteOrder, flags, callId } = header.value;
  const end = bodyEnd(header.value);
  if (end < 18) return decodeError(end, "the body ends before the reason");
  const view = viewOf(bytes);
  const count = end > 18 ? view.getUint8(18) : 0;
  if (19 + count * 2 > end && count > 0)
    return decodeError(18, `${count} versions are announced and do not fit`);
  return ok({
    byteOrder,
    flags,
    callId,
    reason: view.getUint16(16, byteOrder === "little"),
    versions: Array.from({ length: count }, (_, index) => ({
      major: view.getUint8(19 + index * 2),
      minor: view.getUint8(20 + index * 2),
    })),
  });
}

/** Padded to a multiple of four as Windows and Samba do: 24 octets for one version. */
export function encodeBindNak(pdu: BindNakPdu): Uint8Array {
  const writer = createByteWriter(pdu.byteOrder);
  writer.u16(pdu.reason);
  writer.u8(pdu.versions.length);
  for (const version of pdu.versions) {
    writer.u8(version.major);
    writer.u8(version.minor);
  }
  writer.align(4);
  return encodePdu(pdu, PTYPE.bindNak, writer.finish());
}
