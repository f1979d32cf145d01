// One address of a target: connects until something answers or the attempts are used up, each attempt on record.
import type { EndpointOutcome } from "../core/net/probe-outcome.ts";
import type { Endpoint } from "../core/net/endpoint.ts";
import { roundMs } from "../core/run/round-ms.ts";
import type { EndpointFacts, HostSign } from "../core/run/observation.ts";
import type { AdaptiveGate } from "./adaptive-gate.ts";
import { lookForHost } from "./host-sign.ts";
import type { ProbeEndpoint, ProbeEndpointOptions, ReadNeighbour } from "./ports.ts";

export type ProbeAddressContext = {
  readonly probe: ProbeEndpoint;
  readonly options: ProbeEndpointOptions;
  /** Further connects after silence. */
  readonly retries: number;
  readonly gate: AdaptiveGate;
  readonly timestamp: () => string;
  /** Null where nobody asks whether a silent host is there. */
  readonly readNeighbour: ReadNeighbour | null;
};

type Attempt = EndpointFacts["attempts"][number];

/** This machine had no descriptor or port left: the probe is repeated once others have ended. */
const SHORTAGES = new Set(["EMFILE", "ENFILE", "EADDRNOTAVAIL", "ENOBUFS", "ENOMEM"]);
const MAX_SHORTAGES = 20;
/** A connect slower than this is measured twice more, so that one lost packet is not called a slow path. */
const SLOW_CONNECT_MS = 300;
const SAMPLES = 3;

/** Null when cancelled before anything was known. */
export async function probeAddress(
  endpoint: Endpoint,
  context: ProbeAddressContext,
  signal: AbortSignal,
): Promise<EndpointFacts | null> {
  const attempts: Attempt[] = [];
  let last: EndpointOutcome | null = null;
  let sign: Promise<HostSign> | null = null;
  let shortages = 0;
  while (attempts.length <= context.retries) {
    const outcome = await context.gate.pass(() => connectOnce(endpoint, context.options, context, signal));
    if (outcome === null) break;
    if (outcome.code !== null && SHORTAGES.has(outcome.code) && shortages < MAX_SHORTAGES) {
      shortages += 1;
      context.gate.shrink();
      continue;
    }
    attempts.push(attemptOf(outcome));
    last = outcome;
    if (outcome.state !== "filtered") break;
    // Beside the further attempts, so that it costs no time of its own.
    sign ??= lookForSign(endpoint, context, signal);
  }
  if (last === null) return null;
  if (last.state === "open" && (last.connectMs ?? 0) > SLOW_CONNECT_MS) {
    attempts.push(...(await sampleLatency(endpoint, context, signal)));
  }
  const host = last.state === "filtered" ? await sign : null;
  const outcome = judged(rounded(last), attempts, host?.state ?? "unknown");
  return { ...outcome, attempts, at: context.timestamp(), ...(host === null ? {} : { host }) };
}

function lookForSign(
  endpoint: Endpoint,
  context: ProbeAddressContext,
  signal: AbortSignal,
): Promise<HostSign> | null {
  const { readNeighbour, timestamp } = context;
  if (readNeighbour === null) return null;
  const options = { ...context.options, connectOnly: true };
  const connect = (control: Endpoint): Promise<EndpointOutcome | null> =>
    context.gate.pass(() => connectOnce(control, options, context, signal));
  return lookForHost(endpoint, {
    connect,
    readNeighbour: (address) => readNeighbour(address, signal),
    timestamp,
  });
}

function connectOnce(
  endpoint: Endpoint,
  options: ProbeEndpointOptions,
  context: ProbeAddressContext,
  signal: AbortSignal,
): Promise<EndpointOutcome | null> {
  return signal.aborted ? Promise.resolve(null) : context.probe(endpoint, options, signal);
}

async function sampleLatency(
  endpoint: Endpoint,
  context: ProbeAddressContext,
  signal: AbortSignal,
): Promise<readonly Attempt[]> {
  const samples: Attempt[] = [];
  const options = { ...context.options, connectOnly: true };
  while (samples.length < SAMPLES - 1) {
    const outcome = await context.gate.pass(() => connectOnce(endpoint, options, context, signal));
    if (outcome === null) break;
    samples.push(attemptOf(outcome));
  }
  return samples;
}

function attemptOf({ state, code, connectMs }: EndpointOutcome): Attempt {
  return { state, code, ms: roundMs(connectMs) };
}

function rounded(outcome: EndpointOutcome): EndpointOutcome {
  const rpc = { ...outcome.rpc, bindMs: roundMs(outcome.rpc.bindMs) };
  return { ...outcome, connectMs: roundMs(outcome.connectMs), rpc };
}

/** EHOSTUNREACH after an attempt that met silence is a neighbour that never answered: a filter would have spoken at once. */
function judged(
  last: EndpointOutcome,
  attempts: readonly Attempt[],
  host: HostSign["state"],
): EndpointOutcome {
  if (last.state === "filtered" && host === "absent") return { ...last, state: "unreachable" };
  const cameAfterSilence = attempts[0]?.state === "filtered";
  if (last.state === "rejected" && last.code === "EHOSTUNREACH" && cameAfterSilence) {
    return { ...last, state: "unreachable" };
  }
  return last;
}
