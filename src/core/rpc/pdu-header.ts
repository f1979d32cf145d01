// The 16 octets that begin every connection-oriented PDU (C706 section 12.6.3.1, MS-RPCE section 2.2.2).
import { ok, type Result } from "../result.ts";
import { decodeError, type RpcDecodeError } from "./decode-error.ts";

export type ByteOrder = "little" | "big";

export const PDU_HEADER_LENGTH = 16;
/** Octets of the sec_trailer that stands before the credentials when auth_length is not zero. */
const SEC_TRAILER_LENGTH = 8;

/** PDU types of the connection-oriented protocol. */
export const PTYPE = {
  request: 0,
  response: 2,
  fault: 3,
  bind: 11,
  bindAck: 12,
  bindNak: 13,
  alterContext: 14,
  alterContextResponse: 15,
  auth3: 16,
  shutdown: 17,
  coCancel: 18,
  orphaned: 19,
} as const;

/** Bits of pfc_flags. */
export const PFC = {
  firstFrag: 0x01,
  lastFrag: 0x02,
  /** In bind, bind_ack and alter_context: SUPPORT_HEADER_SIGN; elsewhere PENDING_CANCEL. */
  supportHeaderSign: 0x04,
  concMpx: 0x10,
  didNotExecute: 0x20,
  objectUuid: 0x80,
} as const;

/** First and last: the flags of a PDU that is not fragmented. */
export const PFC_WHOLE = 0x03;

export type PduHeader = {
  readonly versionMajor: number;
  readonly versionMinor: number;
  readonly ptype: number;
  readonly flags: number;
  readonly byteOrder: ByteOrder;
  /** Low nibble of the first drep octet: 0 ASCII, 1 EBCDIC. */
  readonly charset: number;
  /** Second drep octet: 0 IEEE. */
  readonly floatFormat: number;
  /** The whole PDU in octets, header and auth trailer included. */
  readonly fragLength: number;
  /** Credential octets without the sec_trailer; 0 where there is no trailer. */
  readonly authLength: number;
  readonly callId: number;
};

/** What the sender of any PDU chooses. */
export type PduEnvelope = {
  readonly byteOrder: ByteOrder;
  readonly flags: number;
  readonly callId: number;
};

/** Reads the 16 octets as they are, judging nothing; fails only when there are fewer. */
export function readPduHeader(bytes: Uint8Array): Result<PduHeader, RpcDecodeError> {
  if (bytes.length < PDU_HEADER_LENGTH)
    return decodeError(bytes.length, `a PDU header has 16 octets, ${bytes.length} came`);
  const view = viewOf(bytes);
  const drep = view.getUint8(4);
  const little = drep >> 4 !== 0;
  return ok({
    versionMajor: view.getUint8(0),
    versionMinor: view.getUint8(1),
    ptype: view.getUint8(2),
    flags: view.getUint8(3),
    byteOrder: little ? "little" : "big",
    charset: drep & 0x0f,
    floatFormat: view.getUint8(5),
    fragLength: view.getUint16(8, little),
    authLength: view.getUint16(10, little),
    callId: view.getUint32(12, little),
  });
}

/** Reads and checks: version 5.0, a data representation that we speak, lengths that fit into each other. */
export function decodePduHeader(bytes: Uint8Array): Result<PduHeader, RpcDecodeError> {
  const read = readPduHeader(bytes);
  if (!read.ok) return read;
  const wrong = findHeaderError(read.value, bytes[4] ?? 0);
  return wrong === undefined ? read : decodeError(wrong.offset, wrong.reason);
}

/** The header of a complete PDU: decodePduHeader, and all `fragLength` octets are there. */
export function decodeWholePduHeader(
  bytes: Uint8Array,
  ptypes: readonly number[],
): Result<PduHeader, RpcDecodeError> {
  const header = decodePduHeader(bytes);
  if (!header.ok) return header;
  const { fragLength, ptype } = header.value;
  if (!ptypes.includes(ptype))
    return decodeError(2, `ptype ${ptype} where ${ptypes.join(" or ")} is expected`);
  if (bytes.length < fragLength)
    return decodeError(bytes.length, `frag_length is ${fragLength}, ${bytes.length} octets came`);
  return header;
}

/** Where the body of a PDU ends: before the auth trailer, if there is one. */
export function bodyEnd(header: PduHeader): number {
  return header.authLength === 0
    ? header.fragLength
    : header.fragLength - header.authLength - SEC_TRAILER_LENGTH;
}

/** Puts the header of version 5.0 before a body that was written in the same byte order. */
export function encodePdu(envelope: PduEnvelope, ptype: number, body: Uint8Array): Uint8Array {
  const pdu = new Uint8Array(PDU_HEADER_LENGTH + body.length);
  const view = viewOf(pdu);
  const little = envelope.byteOrder === "little";
  view.setUint8(0, 5);
  view.setUint8(2, ptype);
  view.setUint8(3, envelope.flags);
  view.setUint8(4, little ? 0x10 : 0x00);
  view.setUint16(8, pdu.length, little);
  view.setUint32(12, envelope.callId, little);
  pdu.set(body, PDU_HEADER_LENGTH);
  return pdu;
}

/** A DataView over exactly these octets, wherever they lie in their buffer. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function findHeaderError(header: PduHeader, drep: number): RpcDecodeError | undefined {
  if (header.versionMajor !== 5) return { offset: 0, reason: `RPC version ${header.versionMajor}, not 5` };
  if (header.versionMinor !== 0)
    return { offset: 1, reason: `RPC version 5.${header.versionMinor}, not 5.0` };
  if (drep >> 4 > 1) return { offset: 4, reason: "unknown integer representation" };
  if (header.charset !== 0) return { offset: 4, reason: "the character set is not ASCII" };
  if (header.floatFormat !== 0) return { offset: 5, reason: "the floating-point format is not IEEE" };
  if (header.fragLength < PDU_HEADER_LENGTH)
    return { offset: 8, reason: `frag_length ${header.fragLength} is shorter than the header` };
  const trailer = header.authLength === 0 ? 0 : header.authLength + SEC_TRAILER_LENGTH;
  if (PDU_HEADER_LENGTH + trailer > header.fragLength)
    return {
      offset: 10,
      reason: `auth_length ${header.authLength} does not fit into frag_length ${header.fragLength}`,
    };
  return undefined;
}
