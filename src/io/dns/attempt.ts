// One attempt to have a message answered, over either transport, and what came of it.
import type { DnsAttemptResult, IgnoredAnswers } from "../../core/dns/exchange.ts";
import type { DnsMessage } from "../../core/dns/message.ts";
import type { OutgoingMessage } from "../../core/dns/outgoing-message.ts";
import { isAuthenticated, type TsigOutcome } from "../../core/dns/tsig/verify-answer.ts";
import type { Endpoint } from "../../core/net/endpoint.ts";

/** An answer as decoded, and the octets that it was decoded from. */
export type ReceivedAnswer = {
  readonly message: DnsMessage;
  readonly bytes: Uint8Array;
  /** What its signature is worth; null where the request was not signed. */
  readonly tsig: TsigOutcome | null;
};

export type AttemptRequest = {
  readonly server: Endpoint;
  readonly message: OutgoingMessage;
  readonly timeoutMs: number;
};

export type AttemptOutcome = {
  readonly result: DnsAttemptResult;
  /** The answer; null unless the result is `answered` or `truncated`. */
  readonly answer: ReceivedAnswer | null;
  readonly ignored: IgnoredAnswers;
};

/** Counts while the attempt waits. */
export type IgnoredCounts = { -readonly [Key in keyof IgnoredAnswers]: number };

export function noneIgnored(): IgnoredCounts {
  return { wrongId: 0, wrongSource: 0, wrongQuestion: 0, notAResponse: 0 };
}

export function receivedAnswer(
  request: OutgoingMessage,
  message: DnsMessage,
  bytes: Uint8Array,
): ReceivedAnswer {
  return { message, bytes, tsig: request.verify?.(bytes) ?? null };
}

/** True for an answer that anybody may have sent, although the request was signed. */
export function isUnauthenticated({ tsig }: ReceivedAnswer): boolean {
  return tsig !== null && !isAuthenticated(tsig);
}

/** What an answer that matched its question means for the attempt. TC counts on UDP only. */
export function resultOfAnswer(message: DnsMessage, transport: "udp" | "tcp"): DnsAttemptResult {
  if (transport === "udp" && message.truncated) return { kind: "truncated" };
  return { kind: "answered", rcode: message.rcode };
}
