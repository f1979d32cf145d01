// What happened when one question was put to one server: every attempt, and the outcome.
import type { DnsMessage, DnsQuestion } from "./message.ts";

/** Datagrams or messages that arrived and were not an answer to this question; they never end the wait. */
export type IgnoredAnswers = {
  readonly wrongId: number;
  readonly wrongSource: number;
  readonly wrongQuestion: number;
  readonly notAResponse: number;
};

export type DnsAttemptResult =
  | { readonly kind: "answered"; readonly rcode: number }
  | { readonly kind: "truncated" }
  | { readonly kind: "timeout"; readonly phase: "udp-answer" | "tcp-connect" | "tcp-answer" }
  /** The network said no: ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ECONNRESET … */
  | { readonly kind: "unreachable"; readonly code: string }
  /** The connection ended before the answer was complete. */
  | { readonly kind: "closed"; readonly receivedBytes: number }
  | { readonly kind: "malformed"; readonly offset: number; readonly reason: string }
  /** This machine could not ask: EMFILE, EADDRNOTAVAIL, EACCES … */
  | { readonly kind: "local-failure"; readonly code: string }
  | { readonly kind: "cancelled" };

export type DnsAttempt = {
  readonly transport: "udp" | "tcp";
  readonly edns: boolean;
  /** Milliseconds since the exchange began. */
  readonly startedMs: number;
  readonly elapsedMs: number;
  readonly result: DnsAttemptResult;
  readonly ignored: IgnoredAnswers;
};

export type DnsOutcome =
  | { readonly kind: "answered"; readonly message: DnsMessage }
  | Exclude<DnsAttemptResult, { readonly kind: "answered" } | { readonly kind: "truncated" }>
  /** It had not answered many questions before, so it was spared. */
  | { readonly kind: "not-asked" };

export type DnsExchange = {
  /** The server asked, as `127.0.0.1:53` or `[::1]:53`. */
  readonly server: string;
  readonly question: DnsQuestion;
  readonly attempts: readonly DnsAttempt[];
  /** The outcome of the attempt that decided; an UDP answer with TC set decides nothing. */
  readonly outcome: DnsOutcome;
  /** The transport and round trip of the deciding attempt; null where nothing was answered. */
  readonly transport: "udp" | "tcp" | null;
  readonly rttMs: number | null;
};
