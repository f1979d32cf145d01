// Sends one message of any kind to one server: over UDP, then over TCP, every attempt kept as evidence.
import type { MessageOutcome, SendMessage, SendMessageOptions } from "../../app/update-policy-ports.ts";
import { decidingAttempt, planNextAttempt, type AttemptStep } from "../../core/dns/attempt-plan.ts";
import type { DnsAttempt } from "../../core/dns/exchange.ts";
import { isAuthenticated } from "../../core/dns/tsig/verify-answer.ts";
import { formatEndpoint } from "../../core/net/endpoint.ts";
import type { AskDnsDeps } from "./ask-dns.ts";
import type { ReceivedAnswer } from "./attempt.ts";
import { createTcpExchange } from "./tcp-exchange.ts";
import { createUdpExchange } from "./udp-exchange.ts";

export type MessageSender = {
  readonly send: SendMessage;
  /** Closes all sockets and timers; messages under way end as cancelled. */
  readonly close: () => void;
};

/** The messages carry no OPT record, so that there is nothing to learn about the server's EDNS. */
const NO_EDNS = { edns: "no", tcpSilent: false, udpSilent: false } as const;

/** Holds sockets towards the servers: create one per run and close it in the end. */
export function createSendMessage({ clock, random }: AskDnsDeps): MessageSender {
  const udp = createUdpExchange(random);
  const tcp = createTcpExchange(random);

  const send: SendMessage = async (server, message, options, signal) => {
    const startedMs = clock.monotonicMs();
    const request = { server, message, timeoutMs: options.timeoutMs };
    const attempts: DnsAttempt[] = [];
    const answers = new Map<DnsAttempt, ReceivedAnswer>();
    for (;;) {
      const step = planNext(attempts, options);
      if (step === null) break;
      const beganMs = clock.monotonicMs();
      const { result, ignored, answer } =
        step.transport === "udp"
          ? await udp.attempt(request, attempts.at(-1)?.result.kind !== "timeout", signal)
          : await tcp.attempt(request, signal);
      const elapsedMs = clock.monotonicMs() - beganMs;
      const { transport } = step;
      const attempt = { transport, edns: false, startedMs: beganMs - startedMs, elapsedMs, result, ignored };
      attempts.push(attempt);
      if (answer !== null) answers.set(attempt, answer);
    }
    return { server: formatEndpoint(server), attempts, outcome: outcomeOf(attempts, answers) };
  };

  const close = (): void => {
    udp.close();
    tcp.close();
  };

  return { send, close };
}

function planNext(
  attempts: readonly DnsAttempt[],
  { transport, retries }: SendMessageOptions,
): AttemptStep | null {
  if (transport === "udp-first") return planNextAttempt(attempts, NO_EDNS, retries);
  return attempts.length === 0 ? { transport: "tcp", edns: false } : null;
}

function outcomeOf(
  attempts: readonly DnsAttempt[],
  answers: ReadonlyMap<DnsAttempt, ReceivedAnswer>,
): MessageOutcome {
  const decider = decidingAttempt(attempts);
  if (decider === undefined) return { kind: "cancelled" };
  const { result, transport } = decider;
  const answer = answers.get(decider);
  if (result.kind === "answered" && answer !== undefined) {
    const { tsig, ...received } = answer;
    return tsig === null || isAuthenticated(tsig)
      ? { kind: "answered", transport, tsig, ...received }
      : { kind: "unauthenticated", transport, tsig, ...received };
  }
  // Neither can decide: an answer has its message, and TC is always followed by TCP.
  if (result.kind === "answered" || result.kind === "truncated") return { kind: "cancelled" };
  return result;
}
