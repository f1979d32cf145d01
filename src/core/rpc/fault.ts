// fault: a call was refused or failed (C706 section 12.6.4.7, MS-RPCE section 2.2.2.11).
import { ok, type Result } from "../result.ts";
import { createByteWriter } from "./byte-writer.ts";
import { decodeError, type RpcDecodeError } from "./decode-error.ts";
import { bodyEnd, decodeWholePduHeader, encodePdu, PTYPE, viewOf, type PduEnvelope } from "./pdu-header.ts";

export type FaultPdu = PduEnvelope & {
  readonly allocHint: number;
  /** 0 where the context is not known. */
  readonly contextId: number;
  readonly cancelCount: number;
  /** Bit 0: extended error information follows. */
  readonly faultFlags: number;
  readonly status: number;
};

/** Status values that the endpoint sends and the prober names. */
export const NCA_STATUS = {
  opRangeError: 0x1c01_0002,
  unknownInterface: 0x1c01_0003,
  protocolError: 0x1c01_000b,
  serverTooBusy: 0x1c01_0014,
  accessDenied: 0x0000_0005,
  badStubData: 0x0000_06f7,
} as const;

/** Decodes one complete fault PDU; whatever follows the status is ignored. */
export function decodeFault(bytes: Uint8Array): Result<FaultPdu, RpcDecodeError> {
  const header = decodeWholePduHeader(bytes, [PTYPE.fault]);
  if (!header.ok) return header;
  const { byteOrder, flags, callId } = header.value;
  const little = byteOrder === "little";
  const end = bodyEnd(header.value);
  if (end < 28) return decodeError(end, "the body ends before the status");
  const view = viewOf(bytes);
  return ok({
    byteOrder,
    flags,
    callId,
    allocHint: view.getUint32(16, little),
    contextId: view.getUint16(20, little),
    cancelCount: view.getUint8(22),
    faultFlags: view.getUint8(23),
    status: view.getUint32(24, little),
  });
}

export function encodeFault(pdu: FaultPdu): Uint8Array {
  const writer = createByteWriter(pdu.byteOrder);
  writer.u32(pdu.allocHint);
  writer.u16(pdu.contextId);
  writer.u8(pdu.cancelCount);
  writer.u8(pdu.faultFlags);
  writer.u32(pdu.status);
  writer.u32(0);
  return encodePdu(pdu, PTYPE.fault, writer.finish());
}
