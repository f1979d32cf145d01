// The use case `probe`: does each of these hosts answer as KMS?
import { forEachConcurrent } from "../core/async/for-each-concurrent.ts";
import { TARGET_RULES } from "../core/checks/catalogue.ts";
import { SERVER_RULES } from "../core/checks/dns-server.ts";
import type { Finding } from "../core/checks/finding.ts";
import { judge } from "../core/checks/rule.ts";
import type { OwnerName } from "../core/dns/owner-name.ts";
import type { RunEvent } from "../core/run/event.ts";
import type { AddressLookup, TargetFacts } from "../core/run/observation.ts";
import { createAdaptiveGate } from "./adaptive-gate.ts";
import type { AskedServer } from "./ask-server.ts";
import { createLookupCache } from "./lookup-cache.ts";
import type { AskDns, AskDnsOptions, ProbeEndpoint, ProbeEndpointOptions, ReadNeighbour } from "./ports.ts";
import { createProgressCounter } from "./progress-counter.ts";
import { probeTarget, type TargetInput } from "./probe-target.ts";
import { resolveHost } from "./resolve-host.ts";
import { runEvents, type EventEmitter, type RunInfo, type RunPorts } from "./run-events.ts";
import { createSparingAsk } from "./sparing-ask.ts";
import { createServerTallies, type ServerTallies } from "./server-tallies.ts";

export type ProbeInput = {
  readonly info: RunInfo;
  /** Drawn one by one as there is room for them. */
  readonly targets: Iterable<TargetInput>;
  readonly total: number;
  /** Who resolves host names. */
  readonly servers: readonly AskedServer[];
  readonly ask: AskDnsOptions;
  readonly connect: ProbeEndpointOptions;
  readonly retries: number;
  readonly families: readonly (4 | 6)[];
  readonly concurrency: number;
};

export type ProbePorts = RunPorts & {
  readonly askDns: AskDns;
  readonly probeEndpoint: ProbeEndpoint;
  readonly readNeighbour: ReadNeighbour;
  /** The hosts file, which this machine's resolver reads before it asks DNS; undefined for a name it lacks. */
  readonly hostsFile: (name: OwnerName) => readonly string[] | undefined;
};

const LOOKUPS_KEPT = 4096;

export function probe(input: ProbeInput, ports: ProbePorts, signal: AbortSignal): AsyncGenerator<RunEvent> {
  return runEvents(input.info, ports, signal, (events, runSignal) =>
    probeAll(input, ports, events, runSignal),
  );
}

async function probeAll(
  input: ProbeInput,
  ports: ProbePorts,
  events: EventEmitter,
  signal: AbortSignal,
): Promise<void> {
  const tallies = createServerTallies();
  const resolving = { ...ports, askDns: createSparingAsk(ports.askDns) };
  const context = {
    probe: ports.probeEndpoint,
    options: input.connect,
    retries: input.retries,
    gate: createAdaptiveGate(input.concurrency),
    timestamp: ports.timestamp,
    families: input.families,
    readNeighbour: ports.readNeighbour,
    lookUp: createLookupCache(LOOKUPS_KEPT, (name: OwnerName) =>
      lookUp(name, input, resolving, tallies, signal),
    ),
  };
  const progress = createProgressCounter("endpoints", input.total, events.emit);
  await forEachConcurrent(
    input.targets,
    input.concurrency,
    async (target) => {
      const facts = await probeTarget(target, context, events, signal);
      // What an interrupted probe saw of a host is too little to judge it by.
      const findings = signal.aborted ? [] : findingsOf(target, facts);
      for (const finding of findings) events.emit({ type: "finding-raised", finding });
      progress.count();
      await events.room();
    },
    signal,
  );
  if (signal.aborted) return;
  const findings = tallies.all().flatMap((tally) => judge(SERVER_RULES, tally));
  for (const finding of findings) events.emit({ type: "finding-raised", finding });
}

/** An address of a block that accepts nothing is no fault: nobody said that a host is there. */
function findingsOf(target: TargetInput, facts: TargetFacts): readonly Finding[] {
  const isOpen = facts.endpoints.some((endpoint) => endpoint.state === "open");
  return target.isBlockMember && !isOpen ? [] : judge(TARGET_RULES, facts);
}

async function lookUp(
  name: OwnerName,
  input: ProbeInput,
  ports: ProbePorts,
  tallies: ServerTallies,
  signal: AbortSignal,
): Promise<AddressLookup> {
  const addresses = ports.hostsFile(name);
  if (addresses !== undefined) {
    return { name, status: "found", addresses, aliases: [], source: "hosts file", at: ports.timestamp() };
  }
  const { servers, ask: options } = input;
  const { askDns: ask, timestamp } = ports;
  return resolveHost(name, { ask, servers, options, timestamp, observe: tallies.add }, signal);
}
