// One attempt to have a question answered, over either transport, and what came of it.
import type { DnsAttemptResult, IgnoredAnswers } from "../../core/dns/exchange.ts";
import type { DnsMessage, DnsQuestion } from "../../core/dns/message.ts";
import type { Endpoint } from "../../core/net/endpoint.ts";

export type AttemptRequest = {
  readonly server: Endpoint;
  readonly question: DnsQuestion;
  readonly edns: boolean;
  readonly recursionDesired: boolean;
  readonly timeoutMs: number;
};

export type AttemptOutcome = {
  readonly result: DnsAttemptResult;
  /** The decoded answer; null unless the result is `answered` or `truncated`. */
  readonly message: DnsMessage | null;
  readonly ignored: IgnoredAnswers;
};

/** Counts while the attempt waits. */
export type IgnoredCounts = { -readonly [Key in keyof IgnoredAnswers]: number };

export function noneIgnored(): IgnoredCounts {
  return { wrongId: 0, wrongSource: 0, wrongQuestion: 0, notAResponse: 0 };
}

/** What an answer that matched its question means for the attempt. TC counts on UDP only. */
export function resultOfAnswer(message: DnsMessage, transport: "udp" | "tcp"): DnsAttemptResult {
  if (transport === "udp" && message.truncated) return { kind: "truncated" };
  return { kind: "answered", rcode: message.rcode };
}
