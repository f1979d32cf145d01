// Joins the fragments of a call: first to last, one call at a time, bounded (C706 section 12.6.2.2, MS-RPCE section 3.3.1.5.4).
import { PFC } from "../../core/rpc/pdu-header.ts";
import type { RequestPdu } from "../../core/rpc/request.ts";

type Assembled =
  | { readonly kind: "incomplete" }
  /** Context and opnum are those of the first fragment. */
  | { readonly kind: "call"; readonly first: RequestPdu; readonly stub: Uint8Array }
  | { readonly kind: "out-of-order" }
  | { readonly kind: "too-long" };

export type CallAssembler = {
  readonly add: (fragment: RequestPdu) => Assembled;
  /** Forgets the call that is being received, if it has this id. */
  readonly drop: (callId: number) => void;
};

export function createCallAssembler(maxStubLength: number): CallAssembler {
  let parts: RequestPdu[] = [];
  let length = 0;
  const finish = (): Assembled => {
    const [first] = parts;
    if (first === undefined) return { kind: "out-of-order" };
    const stub = parts.length === 1 ? first.stub : joinStubs(parts, length);
    parts = [];
    length = 0;
    return { kind: "call", first, stub };
  };
  return {
    add: (fragment) => {
      const isFirst = (fragment.flags & PFC.firstFrag) !== 0;
      const isLast = (fragment.flags & PFC.lastFrag) !== 0;
      const [begun] = parts;
      if (isFirst ? begun !== undefined : begun?.callId !== fragment.callId) return { kind: "out-of-order" };
      // The hint is believed only where it announces more than will ever be kept.
      const hinted = isLast ? 0 : fragment.allocHint;
      length += fragment.stub.length;
      if (length > maxStubLength || hinted > maxStubLength) return { kind: "too-long" };
      // The stub is a view into the socket's buffer: a fragment that waits keeps a copy of its own octets only.
      parts.push(isFirst && isLast ? fragment : { ...fragment, stub: fragment.stub.slice() });
      return isLast ? finish() : { kind: "incomplete" };
    },
    drop: (callId) => {
      if (parts[0]?.callId !== callId) return;
      parts = [];
      length = 0;
    },
  };
}

function joinStubs(parts: readonly RequestPdu[], length: number): Uint8Array {
  const stub = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    stub.set(part.stub, at);
    at += part.stub.length;
  }
  return stub;
}
