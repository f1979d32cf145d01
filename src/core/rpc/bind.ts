// bind and alter_context: the proposal of presentation contexts (C706 sections 12.6.4.3 and 12.6.4.1).
import { ok, type Result } from "../result.ts";
import { readAssociation, writeAssociation, type Association } from "./association.ts";
import { createByteWriter } from "./byte-writer.ts";
import { decodeError, type RpcDecodeError } from "./decode-error.ts";
import { bodyEnd, decodeWholePduHeader, encodePdu, PTYPE, viewOf, type PduEnvelope } from "./pdu-header.ts";
import { readSyntaxId, SYNTAX_ID_LENGTH, writeSyntaxId, type SyntaxId } from "./syntax-id.ts";

export type PresentationContext = {
  readonly contextId: number;
  readonly abstractSyntax: SyntaxId;
  /** At least one in a correct proposal; none is representable and refused by servers. */
  readonly transferSyntaxes: readonly SyntaxId[];
};

export type BindPdu = PduEnvelope &
  Association & {
    readonly kind: "bind" | "alter-context";
    readonly contexts: readonly PresentationContext[];
  };

const LIST_OFFSET = 28;
const ELEMENT_HEAD = 4 + SYNTAX_ID_LENGTH;

/** Decodes one complete bind or alter_context PDU; an auth trailer is left alone, octets after the list are ignored. */
export function decodeBind(bytes: Uint8Array): Result<BindPdu, RpcDecodeError> {
  const header = decodeWholePduHeader(bytes, [PTYPE.bind, PTYPE.alterContext]);
  if (!header.ok) return header;
  const { byteOrder, flags, callId, ptype } = header.value;
  const little = byteOrder === "little";
  const end = bodyEnd(header.value);
  // Samba's client leaves the three reserved octets away when it proposes nothing.
  if (end < LIST_OFFSET - 3) return decodeError(end, "the body ends before the context list");
  const view = viewOf(bytes);
  const contexts = decodeContexts(view, end, view.getUint8(24), little);
  if (!contexts.ok) return contexts;
  return ok({
    kind: ptype === PTYPE.bind ? "bind" : "alter-context",
    byteOrder,
    flags,
    callId,
    ...readAssociation(view, little),
    contexts: contexts.value,
  });
}

export function encodeBind(pdu: BindPdu): Uint8Array {
  const writer = createByteWriter(pdu.byteOrder);
  writeAssociation(writer, pdu);
  writer.u8(pdu.contexts.length);
  writer.align(4);
  for (const context of pdu.contexts) {
    writer.u16(context.contextId);
    writer.u8(context.transferSyntaxes.length);
    writer.u8(0);
    writeSyntaxId(writer, context.abstractSyntax);
    for (const syntax of context.transferSyntaxes) writeSyntaxId(writer, syntax);
  }
  return encodePdu(pdu, pdu.kind === "bind" ? PTYPE.bind : PTYPE.alterContext, writer.finish());
}

function decodeContexts(
  view: DataView,
  end: number,
  count: number,
  little: boolean,
): Result<readonly PresentationContext[], RpcDecodeError> {
  const contexts: PresentationContext[] = [];
  let at = LIST_OFFSET;
  for (let index = 0; index < count; index++) {
    if (at + ELEMENT_HEAD > end) return decodeError(at, `context ${index + 1} of ${count} is cut off`);
    const syntaxCount = view.getUint8(at + 2);
    if (at + ELEMENT_HEAD + syntaxCount * SYNTAX_ID_LENGTH > end)
      return decodeError(at + 2, `${syntaxCount} transfer syntaxes are announced and do not fit`);
    const transferSyntaxes: SyntaxId[] = [];
    for (let nth = 0; nth < syntaxCount; nth++)
      transferSyntaxes.push(readSyntaxId(view, at + ELEMENT_HEAD + nth * SYNTAX_ID_LENGTH, little));
    contexts.push({
      contextId: view.getUint16(at, little),
      abstractSyntax: readSyntaxId(view, at + 4, little),
      transferSyntaxes,
    });
    at += ELEMENT_HEAD + syntaxCount * SYNTAX_ID_LENGTH;
  }
  return ok(contexts);
}
