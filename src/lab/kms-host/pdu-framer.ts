// Cuts a TCP stream into PDUs and gives up early: a wrong header or a too long PDU is refused before its body is kept.
import {
  decodePduHeader,
  PDU_HEADER_LENGTH,
  readPduHeader,
  type PduHeader,
} from "../../core/rpc/pdu-header.ts";

export type Framed =
  | { readonly kind: "pdu"; readonly header: PduHeader; readonly bytes: Uint8Array }
  /** The stream cannot be followed any further. */
  | { readonly kind: "broken"; readonly header: PduHeader; readonly isTooLong: boolean };

export type PduFramer = {
  readonly push: (chunk: Uint8Array) => void;
  /** The next PDU, or null until more octets come. */
  readonly next: () => Framed | null;
  /** Octets that are kept. */
  readonly pending: () => number;
};

export function createPduFramer(maxLength: number): PduFramer {
  let pieces: Uint8Array[] = [];
  let total = 0;
  // Pieces are joined only once enough came, so that single octets do not cost a copy of everything each.
  const gather = (): Uint8Array => {
    if (pieces.length > 1) pieces = [join(pieces, total)];
    return pieces[0] ?? new Uint8Array(0);
  };
  let wanted = PDU_HEADER_LENGTH;
  return {
    push: (chunk) => {
      if (chunk.length === 0) return;
      pieces.push(chunk);
      total += chunk.length;
    },
    next: () => {
      if (total < wanted) return null;
      const bytes = gather();
      const raw = readPduHeader(bytes);
      if (!raw.ok) return null;
      const isTooLong = raw.value.fragLength > maxLength;
      if (isTooLong || !decodePduHeader(bytes).ok) return { kind: "broken", header: raw.value, isTooLong };
      const { fragLength } = raw.value;
      wanted = fragLength;
      if (total < fragLength) return null;
      wanted = PDU_HEADER_LENGTH;
      total -= fragLength;
      pieces = total === 0 ? [] : [bytes.subarray(fragLength)];
      return { kind: "pdu", header: raw.value, bytes: bytes.subarray(0, fragLength) };
    },
    pending: () => total,
  };
}

function join(pieces: readonly Uint8Array[], total: number): Uint8Array {
  const joined = new Uint8Array(total);
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
