// Puts one question to one server: attempts over UDP and TCP as core/dns/attempt-plan says, every one kept as evidence.
import type { AskDns, AskDnsOptions, Clock } from "../../app/ports.ts";
import { decidingAttempt, planNextAttempt, type AttemptStep } from "../../core/dns/attempt-plan.ts";
import type { DnsAttempt, DnsExchange, DnsOutcome } from "../../core/dns/exchange.ts";
import type { DnsMessage, DnsQuestion } from "../../core/dns/message.ts";
import { outgoingQuery } from "../../core/dns/outgoing-message.ts";
import { formatEndpoint, type Endpoint } from "../../core/net/endpoint.ts";
import type { RandomSource } from "../host/random.ts";
import { noneIgnored, type AttemptOutcome } from "./attempt.ts";
import { createServerMemory } from "./server-memory.ts";
import { createSlots, type Slots } from "./slots.ts";
import { createTcpExchange, type TcpExchange } from "./tcp-exchange.ts";
import { createUdpExchange, type UdpExchange } from "./udp-exchange.ts";

export type AskDnsDeps = { readonly clock: Clock; readonly random: RandomSource };

export type DnsAsker = {
  readonly ask: AskDns;
  /** Closes all sockets and timers; questions under way end as cancelled. */
  readonly close: () => void;
};

type Ports = {
  readonly clock: Clock;
  readonly udp: UdpExchange;
  readonly tcp: TcpExchange;
  readonly udpSlots: Slots;
  readonly tcpSlots: Slots;
};

/** So many attempts may be under way at once: per server what its receive buffer holds, in all what descriptors allow. */
const UDP_LIMITS = { perKey: 96, total: 256 };
const TCP_LIMITS = { perKey: 16, total: 96 };

/** Holds sockets towards the servers that it asks: create one per run and close it in the end. */
export function createAskDns(deps: AskDnsDeps): DnsAsker {
  const ports: Ports = {
    clock: deps.clock,
    udp: createUdpExchange(deps.random),
    tcp: createTcpExchange(deps.random),
    udpSlots: createSlots(UDP_LIMITS),
    tcpSlots: createSlots(TCP_LIMITS),
  };
  const memory = createServerMemory();

  const ask: AskDns = async (server, question, options, signal) => {
    const name = formatEndpoint(server);
    const startedMs = deps.clock.monotonicMs();
    const attempts: DnsAttempt[] = [];
    const messages = new Map<DnsAttempt, DnsMessage>();
    for (;;) {
      const step = planNextAttempt(attempts, memory.traitsOf(name), options.retries);
      if (step === null) break;
      const afterSilence = attempts.at(-1)?.result.kind === "timeout";
      const task = { server, name, question, options, step, afterSilence, startedMs };
      const { attempt, message } = await tryOnce(ports, task, signal);
      attempts.push(attempt);
      if (message !== null) messages.set(attempt, message);
    }
    memory.learn(name, attempts);
    return { server: name, question, attempts, ...conclude(attempts, messages) };
  };

  const close = (): void => {
    ports.udp.close();
    ports.tcp.close();
  };

  return { ask, close };
}

type Try = {
  readonly server: Endpoint;
  readonly name: string;
  readonly question: DnsQuestion;
  readonly options: AskDnsOptions;
  readonly step: AttemptStep;
  /** The attempt before brought nothing. */
  readonly afterSilence: boolean;
  readonly startedMs: number;
};

async function tryOnce(
  ports: Ports,
  task: Try,
  signal: AbortSignal,
): Promise<{ readonly attempt: DnsAttempt; readonly message: DnsMessage | null }> {
  const { transport, edns } = task.step;
  const slots = transport === "udp" ? ports.udpSlots : ports.tcpSlots;
  const release = await slots.acquire(task.name, signal);
  const began = ports.clock.monotonicMs();
  const outcome = release === null ? cancelled() : await send(ports, task, signal);
  release?.();
  const attempt: DnsAttempt = {
    transport,
    edns,
    startedMs: began - task.startedMs,
    elapsedMs: ports.clock.monotonicMs() - began,
    result: outcome.result,
    ignored: outcome.ignored,
  };
  return { attempt, message: outcome.answer?.message ?? null };
}

/** Attempts hear ICMP errors; only after silence is it worth more to listen for answers from other addresses. */
function send(ports: Ports, task: Try, signal: AbortSignal): Promise<AttemptOutcome> {
  const { server, question, step } = task;
  const { recursionDesired, timeoutMs } = task.options;
  const message = outgoingQuery(question, { edns: step.edns, recursionDesired });
  const request = { server, message, timeoutMs };
  return step.transport === "udp"
    ? ports.udp.attempt(request, !task.afterSilence, signal)
    : ports.tcp.attempt(request, signal);
}

function cancelled(): AttemptOutcome {
  return { result: { kind: "cancelled" }, answer: null, ignored: noneIgnored() };
}

function conclude(
  attempts: readonly DnsAttempt[],
  messages: ReadonlyMap<DnsAttempt, DnsMessage>,
): Pick<DnsExchange, "outcome" | "transport" | "rttMs"> {
  const decider = decidingAttempt(attempts);
  const message = decider === undefined ? undefined : messages.get(decider);
  if (decider !== undefined && decider.result.kind === "answered" && message !== undefined) {
    return { outcome: { kind: "answered", message }, transport: decider.transport, rttMs: decider.elapsedMs };
  }
  return { outcome: failureOf(decider), transport: null, rttMs: null };
}

function failureOf(decider: DnsAttempt | undefined): DnsOutcome {
  const result = decider?.result;
  // Neither can decide: an answer has its message, and TC is always followed by TCP.
  if (result === undefined || result.kind === "answered" || result.kind === "truncated")
    return { kind: "cancelled" };
  return result;
}
