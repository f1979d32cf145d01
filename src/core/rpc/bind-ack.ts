// bind_ack and alter_context_resp: a verdict per proposed context (C706 sections 12.6.4.4 and 12.6.4.2).
import { ok, type Result } from "../result.ts";
import { readAssociation, writeAssociation, type Association } from "./association.ts";
import { createByteWriter } from "./byte-writer.ts";
import { decodeError, type RpcDecodeError } from "./decode-error.ts";
import { bodyEnd, decodeWholePduHeader, encodePdu, PTYPE, viewOf, type PduEnvelope } from "./pdu-header.ts";
import { readSyntaxId, SYNTAX_ID_LENGTH, writeSyntaxId, type SyntaxId } from "./syntax-id.ts";

/** Values of `result`. */
export const CONTEXT_RESULT = {
  acceptance: 0,
  userRejection: 1,
  providerRejection: 2,
  negotiateAck: 3,
} as const;

/** Values of `reason` in a rejection. */
export const REJECTION_REASON = {
  notSpecified: 0,
  abstractSyntaxNotSupported: 1,
  transferSyntaxesNotSupported: 2,
  localLimitExceeded: 3,
} as const;

export type ContextResult = {
  readonly result: number;
  /** Why it was rejected; in a negotiate_ack the agreed feature bits. */
  readonly reason: number;
  /** The accepted syntax, else zeroes. */
  readonly transferSyntax: SyntaxId;
};

export type BindAckPdu = PduEnvelope &
  Association & {
    readonly kind: "bind-ack" | "alter-context-response";
    /** The port in decimal for ncacn_ip_tcp, one character per received octet; empty in alter_context_resp. */
    readonly secondaryAddress: string;
    readonly results: readonly ContextResult[];
  };

const ADDRESS_OFFSET = 26;
const RESULT_LENGTH = 4 + SYNTAX_ID_LENGTH;

/** Decodes one complete bind_ack or alter_context_resp PDU. */
export function decodeBindAck(bytes: Uint8Array): Result<BindAckPdu, RpcDecodeError> {
  const header = decodeWholePduHeader(bytes, [PTYPE.bindAck, PTYPE.alterContextResponse]);
  if (!header.ok) return header;
  const { byteOrder, flags, callId, ptype } = header.value;
  const little = byteOrder === "little";
  const end = bodyEnd(header.value);
  if (end < ADDRESS_OFFSET) return decodeError(end, "the body ends before the secondary address");
  const view = viewOf(bytes);
  const addressEnd = ADDRESS_OFFSET + view.getUint16(24, little);
  // The list is aligned to four octets from the start of the PDU.
  const listAt = (addressEnd + 3) & ~3;
  if (listAt + 4 > end) return decodeError(24, "the secondary address reaches beyond the PDU");
  const count = view.getUint8(listAt);
  if (listAt + 4 + count * RESULT_LENGTH > end)
    return decodeError(listAt, `${count} results are announced and do not fit`);
  return ok({
    kind: ptype === PTYPE.bindAck ? "bind-ack" : "alter-context-response",
    byteOrder,
    flags,
    callId,
    ...readAssociation(view, little),
    secondaryAddress: readAddress(bytes.subarray(ADDRESS_OFFSET, addressEnd)),
    results: Array.from({ length: count }, (_, index) => {
      const at = listAt + 4 + index * RESULT_LENGTH;
      return {
        result: view.getUint16(at, little),
        reason: view.getUint16(at + 2, little),
        transferSyntax: readSyntaxId(view, at + 4, little),
      };
    }),
  });
}

export function encodeBindAck(pdu: BindAckPdu): Uint8Array {
  const writer = createByteWriter(pdu.byteOrder);
  writeAssociation(writer, pdu);
  const address = Uint8Array.from(pdu.secondaryAddress, (char) => char.charCodeAt(0) & 0xff);
  writer.u16(address.length === 0 ? 0 : address.length + 1);
  writer.bytes(address);
  if (address.length > 0) writer.u8(0);
  writer.align(4);
  writer.u8(pdu.results.length);
  writer.align(4);
  for (const entry of pdu.results) {
    writer.u16(entry.result);
    writer.u16(entry.reason);
    writeSyntaxId(writer, entry.transferSyntax);
  }
  return encodePdu(
    pdu,
    pdu.kind === "bind-ack" ? PTYPE.bindAck : PTYPE.alterContextResponse,
    writer.finish(),
  );
}

function readAddress(bytes: Uint8Array): string {
  const text = Array.from(bytes, (octet) => String.fromCharCode(octet)).join("");
  return text.endsWith("\0") ? text.slice(0, -1) : text;
}
