// A message that is to be sent, and what counts as its answer: all that a socket needs to know of it.
import { findMismatch, type Mismatch } from "./answer-match.ts";
import type { DnsMessage, DnsQuestion } from "./message.ts";
import { EDNS_UDP_SIZE, encodeQuery } from "./query.ts";
import type { TsigOutcome } from "./tsig/verify-answer.ts";

export type OutgoingMessage = {
  /** The octets under this id, without a TCP length prefix. */
  readonly encode: (id: number) => Uint8Array;
  /** Null for an answer to it. The id and the source are compared by the socket. */
  readonly findMismatch: (answer: DnsMessage) => Mismatch | null;
  /** What the signature of the answer is worth. Only there where the message is signed. */
  readonly verify?: (answer: Uint8Array) => TsigOutcome;
};

/** A standard query. */
export function outgoingQuery(
  question: DnsQuestion,
  options: { readonly edns: boolean; readonly recursionDesired: boolean },
): OutgoingMessage {
  const { edns, recursionDesired } = options;
  const ednsUdpSize = edns ? EDNS_UDP_SIZE : null;
  return {
    encode: (id) => encodeQuery({ id, question, recursionDesired, ednsUdpSize }),
    findMismatch: (answer) => findMismatch(answer, question),
  };
}
