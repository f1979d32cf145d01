// request and response: the envelope of a call; the stub stays opaque (C706 sections 12.6.4.9 and 12.6.4.10).
import { ok, type Result } from "../result.ts";
import { createByteWriter } from "./byte-writer.ts";
import { decodeError, type RpcDecodeError } from "./decode-error.ts";
import {
  bodyEnd,
  decodeWholePduHeader,
  encodePdu,
  PFC,
  PTYPE,
  viewOf,
  type PduEnvelope,
  type PduHeader,
} from "./pdu-header.ts";
import { readUuid, writeUuid } from "./syntax-id.ts";

export type RequestPdu = PduEnvelope & {
  /** Stub octets still to come as the sender guesses them; 0 = unknown. Never trusted. */
  readonly allocHint: number;
  readonly contextId: number;
  readonly opnum: number;
  /** Present exactly when the OBJECT_UUID flag is set. */
  readonly objectUuid: string | null;
  /** This fragment's part of the stub, without the auth trailer (auth padding included). */
  readonly stub: Uint8Array;
};

export type ResponsePdu = PduEnvelope & {
  readonly allocHint: number;
  readonly contextId: number;
  readonly cancelCount: number;
  readonly stub: Uint8Array;
};

const STUB_OFFSET = 24;

/** Decodes one complete request PDU (one fragment). */
export function decodeRequest(bytes: Uint8Array): Result<RequestPdu, RpcDecodeError> {
  const header = decodeWholePduHeader(bytes, [PTYPE.request]);
  if (!header.ok) return header;
  const hasObject = (header.value.flags & PFC.objectUuid) !== 0;
  const stubAt = hasObject ? STUB_OFFSET + 16 : STUB_OFFSET;
  const end = bodyEnd(header.value);
  if (end < stubAt)
    return decodeError(end, hasObject ? "the object UUID is cut off" : "the request header is cut off");
  const view = viewOf(bytes);
  const little = header.value.byteOrder === "little";
  return ok({
    ...envelopeOf(header.value),
    allocHint: view.getUint32(16, little),
    contextId: view.getUint16(20, little),
    opnum: view.getUint16(22, little),
    objectUuid: hasObject ? readUuid(view, STUB_OFFSET, little) : null,
    stub: bytes.subarray(stubAt, end),
  });
}

/** Encodes one fragment; the OBJECT_UUID flag follows `objectUuid`. */
export function encodeRequest(pdu: RequestPdu): Uint8Array {
  const writer = createByteWriter(pdu.byteOrder);
  writer.u32(pdu.allocHint);
  writer.u16(pdu.contextId);
  writer.u16(pdu.opnum);
  if (pdu.objectUuid !== null) writeUuid(writer, pdu.objectUuid);
  writer.bytes(pdu.stub);
  const flags = pdu.objectUuid === null ? pdu.flags & ~PFC.objectUuid : pdu.flags | PFC.objectUuid;
  return encodePdu({ ...pdu, flags }, PTYPE.request, writer.finish());
}

/** Decodes one complete response PDU (one fragment). */
export function decodeResponse(bytes: Uint8Array): Result<ResponsePdu, RpcDecodeError> {
  const header = decodeWholePduHeader(bytes, [PTYPE.response]);
  if (!header.ok) return header;
  const end = bodyEnd(header.value);
  if (end < STUB_OFFSET) return decodeError(end, "the response header is cut off");
  const view = viewOf(bytes);
  const little = header.value.byteOrder === "little";
  return ok({
    ...envelopeOf(header.value),
    allocHint: view.getUint32(16, little),
    contextId: view.getUint16(20, little),
    cancelCount: view.getUint8(22),
    stub: bytes.subarray(STUB_OFFSET, end),
  });
}

export function encodeResponse(pdu: ResponsePdu): Uint8Array {
  const writer = createByteWriter(pdu.byteOrder);
  writer.u32(pdu.allocHint);
  writer.u16(pdu.contextId);
  writer.u8(pdu.cancelCount);
  writer.u8(0);
  writer.bytes(pdu.stub);
  return encodePdu(pdu, PTYPE.response, writer.finish());
}

function envelopeOf(header: PduHeader): PduEnvelope {
  return { byteOrder: header.byteOrder, flags: header.flags, callId: header.callId };
}
