// The use case `discover`: which KMS hosts do clients of these domains find?
import { forEachConcurrent } from "../core/async/for-each-concurrent.ts";
import { DOMAIN_RULES } from "../core/checks/catalogue.ts";
import { SERVER_RULES } from "../core/checks/dns-server.ts";
import type { Finding } from "../core/checks/finding.ts";
import { judge } from "../core/checks/rule.ts";
import { suffixNone, suffixNotCovered } from "../core/checks/suffixes.ts";
import type { RunEvent } from "../core/run/event.ts";
import type { DomainFacts } from "../core/run/observation.ts";
import type { AskedServer } from "./ask-server.ts";
import { createDiscoverContext } from "./discover-context.ts";
import { discoverDomain, type DomainInput } from "./discover-domain.ts";
import type { AskDns, AskDnsOptions } from "./ports.ts";
import { createProgressCounter } from "./progress-counter.ts";
import type { AskSecondOpinion } from "./second-opinion-port.ts";
import { runEvents, type EventEmitter, type RunInfo, type RunPorts } from "./run-events.ts";

export type DiscoverInput = {
  readonly info: RunInfo;
  /** Drawn one by one as there is room for them. */
  readonly domains: Iterable<DomainInput>;
  readonly total: number;
  readonly servers: readonly AskedServer[];
  readonly ask: AskDnsOptions;
  readonly families: readonly (4 | 6)[];
  readonly concurrency: number;
  /** Where the name servers of each zone are asked too: their port, else null. */
  readonly nameServerPort: number | null;
  /** Set where the domains are this machine's suffixes: where they were looked for. */
  readonly suffixSources: readonly string[] | null;
};

export type DiscoverPorts = RunPorts & { readonly askDns: AskDns; readonly secondOpinion?: AskSecondOpinion };

export function discover(
  input: DiscoverInput,
  ports: DiscoverPorts,
  signal: AbortSignal,
): AsyncGenerator<RunEvent> {
  return runEvents(input.info, ports, signal, (events, runSignal) =>
    discoverAll(input, ports, events, runSignal),
  );
}

async function discoverAll(
  input: DiscoverInput,
  ports: DiscoverPorts,
  events: EventEmitter,
  signal: AbortSignal,
): Promise<void> {
  const context = createDiscoverContext(input, ports, signal);
  const ownSuffixes: DomainFacts[] = [];
  const progress = createProgressCounter("domains", input.total, events.emit);

  await forEachConcurrent(
    input.domains,
    input.concurrency,
    async (domain) => {
      const { facts } = await discoverDomain(domain, context, events, signal);
      if (input.suffixSources !== null) ownSuffixes.push(facts);
      else if (!signal.aborted) raise(events, judge(DOMAIN_RULES, facts));
      progress.count();
      await events.room();
    },
    signal,
  );
  // What an interrupted run saw is too little to judge servers and suffixes by.
  if (signal.aborted) return;
  raise(
    events,
    context.tallies.all().flatMap((tally) => judge(SERVER_RULES, tally)),
  );
  if (input.suffixSources !== null) raise(events, judgeSuffixes(ownSuffixes, input.suffixSources));
}

function raise(events: EventEmitter, findings: readonly Finding[]): void {
  for (const finding of findings) events.emit({ type: "finding-raised", finding });
}

/** A suffix without a record is one finding: not covered where another suffix has one, else missing. */
function judgeSuffixes(domains: readonly DomainFacts[], sources: readonly string[]): readonly Finding[] {
  const facts = { suffixes: domains.map((domain) => domain.domain), sources, domains };
  const notCovered = judge([suffixNotCovered], facts);
  const explained = new Set(notCovered.map((finding) => finding.subject));
  const each = domains
    .flatMap((domain) => judge(DOMAIN_RULES, domain))
    .filter((finding) => !(finding.id === "srv-missing" && explained.has(finding.subject)));
  return [...judge([suffixNone], facts), ...notCovered, ...each];
}
