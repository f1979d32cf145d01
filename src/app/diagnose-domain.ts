// One domain of a diagnosis: its records everywhere, then what is asked only where the first answers give reason to.
import type { DiagnosedDomain, ResolverView, ZoneSearchFacts } from "../core/checks/diagnosis-facts.ts";
import { sayRdata } from "../core/checks/wording.ts";
import { nearMissesOf } from "../core/checks/srv-misspelled.ts";
import {
  isAtOrBelow,
  ownerNameFromLabels,
  ownerNameLabels,
  parseOwnerName,
  prependLabels,
  withoutTrailingDot,
  type OwnerName,
} from "../core/dns/owner-name.ts";
import { formatEndpoint, parseEndpoint } from "../core/net/endpoint.ts";
import type { DomainFacts, ServerAnswer } from "../core/run/observation.ts";
import { askForSoa } from "./ask-about-zone.ts";
import { askForSrv, inquire, type AskedServer } from "./ask-server.ts";
import { discoverDomain, type DiscoverDomainContext, type DomainInput } from "./discover-domain.ts";
import type { ZoneSearch } from "./find-zone.ts";
import type { EventEmitter } from "./run-events.ts";
import { endpointsAt } from "./server-endpoints.ts";

export type DiagnoseDomainContext = DiscoverDomainContext & {
  /** Port at which servers learnt from DNS are asked. */
  readonly port: number;
  readonly families: readonly (4 | 6)[];
  /** A label that nobody uses. */
  readonly randomLabel: () => string;
};

/** What rules judge, and the search that led to the zone. */
export type ExaminedDomain = { readonly domain: DiagnosedDomain; readonly search: ZoneSearch | null };

export async function diagnoseDomain(
  input: DomainInput,
  context: DiagnoseDomainContext,
  events: EventEmitter,
  signal: AbortSignal,
): Promise<ExaminedDomain> {
  const { facts, search } = await discoverDomain(input, context, events, signal);
  const [sibling, nearMisses, meant, zone, views] = await Promise.all([
    askSibling(facts, context, signal),
    askNearMisses(facts, context, signal),
    findMeantNames(facts, context),
    search === null ? null : examinePrimary(facts, search, context, signal),
    compareViews(facts, context, signal),
  ]);
  return { domain: { ...facts, sibling, nearMisses, meant, zone, views }, search };
}

/** The first server that answered, asked in the same way as before. */
function telling(facts: DomainFacts, context: DiagnoseDomainContext): AskedServer | undefined {
  const answered = facts.answers.find((answer) => answer.presence !== null && answer.role !== "name-server");
  return context.servers.find(({ endpoint }) => formatEndpoint(endpoint) === answered?.server);
}

/** Asked where the records were found: a resolver that remembers their absence knows nothing of a wildcard either. */
async function askSibling(
  facts: DomainFacts,
  context: DiagnoseDomainContext,
  signal: AbortSignal,
): Promise<ServerAnswer | null> {
  const found = facts.answers.find(({ presence }) => presence === "found");
  const domain = parseOwnerName(facts.domain);
  if (found === undefined || !domain.ok) return null;
  const endpoint = parseEndpoint(found.server, context.port);
  const sibling = prependLabels([`_${context.randomLabel()}`, "_tcp"], domain.value);
  if (!sibling.ok || !endpoint.ok) return null;
  const server = { endpoint: endpoint.value, role: found.role };
  const recursionDesired = found.role !== "name-server" && context.options.recursionDesired;
  const options = { ...context.options, recursionDesired };
  return askForSrv(context.ask, server, sibling.value, options, context.timestamp, signal);
}

async function askNearMisses(
  facts: DomainFacts,
  context: DiagnoseDomainContext,
  signal: AbortSignal,
): Promise<readonly ServerAnswer[]> {
  const server = telling(facts, context);
  const domain = parseOwnerName(facts.domain);
  if (facts.records.length > 0 || server === undefined || !domain.ok) return [];
  const answers = await Promise.all(
    nearMissesOf(domain.value).map((owner) =>
      askForSrv(context.ask, server, owner, context.options, context.timestamp, signal),
    ),
  );
  return answers.filter((answer) => answer.presence === "found");
}

/** A target without an address that lacks its domain, or has it twice: a forgotten dot. */
async function findMeantNames(
  facts: DomainFacts,
  context: DiagnoseDomainContext,
): Promise<ReadonlyMap<OwnerName, OwnerName>> {
  const meant = new Map<OwnerName, OwnerName>();
  const domain = parseOwnerName(facts.domain);
  if (!domain.ok) return meant;
  for (const lookup of facts.lookups.values()) {
    if (lookup.status !== "nxdomain" && lookup.status !== "nodata") continue;
    for (const candidate of candidatesFor(lookup.name, domain.value)) {
      if ((await context.lookUp(candidate)).status !== "found") continue;
      meant.set(lookup.name, candidate);
      break;
    }
  }
  return meant;
}

function candidatesFor(target: OwnerName, domain: OwnerName): readonly OwnerName[] {
  const labels = ownerNameLabels(target);
  const suffix = ownerNameLabels(domain);
  const longer = ownerNameFromLabels([...labels, ...suffix]);
  const shorter = ownerNameFromLabels(labels.slice(0, -suffix.length));
  const isDoubled = isAtOrBelow(target, domain) && shorter.ok && isAtOrBelow(shorter.value, domain);
  return [...(isDoubled ? [shorter.value] : []), ...(longer.ok && !isDoubled ? [longer.value] : [])];
}

/** Where resolvers differ, the SOA tells whether they show another zone or only another age of it. */
async function compareViews(
  facts: DomainFacts,
  context: DiagnoseDomainContext,
  signal: AbortSignal,
): Promise<readonly ResolverView[]> {
  const resolvers = facts.answers.filter(({ role, presence }) => role !== "name-server" && presence !== null);
  const sets = new Set(resolvers.map(({ records }) => records.map(sayRdata).toSorted().join()));
  if (sets.size < 2) return [];
  const { ask, options } = context;
  return Promise.all(
    resolvers.map(async (answer) => {
      const server = context.servers.find(({ endpoint }) => formatEndpoint(endpoint) === answer.server);
      if (server === undefined) return { answer, soa: null };
      return { answer, soa: await askForSoa(ask, server.endpoint, facts.owner, options, signal) };
    }),
  );
}

async function examinePrimary(
  facts: DomainFacts,
  { zone, evidence }: ZoneSearch,
  context: DiagnoseDomainContext,
  signal: AbortSignal,
): Promise<ZoneSearchFacts | null> {
  if (signal.aborted) return null;
  // Where nobody answered, 'no zone' is not known either.
  const isKnown = facts.answers.some((answer) => answer.presence !== null);
  const nobody = { zone: zone?.apex ?? null, mname: null, primary: null, primaryServers: [] };
  if (zone === null) return isKnown ? { ...nobody, evidence } : null;
  if (zone.soa === null) return { ...nobody, evidence };
  const { ask, options } = context;
  const { mname } = zone.soa;
  const glued = zone.delegation?.glue.get(mname);
  const lookup =
    glued === undefined
      ? await context.lookUp(mname)
      : { addresses: glued, status: "found" as const, source: "a referral" };
  const endpoints = endpointsAt(lookup.addresses, context);
  const words = await Promise.all(
    endpoints.map((endpoint) =>
      inquire(
        ask,
        endpoint,
        { name: zone.apex, type: "SOA" },
        { ...options, recursionDesired: false },
        signal,
      ),
    ),
  );
  const hasAnswered = words.some(({ last }) => last.outcome.kind === "answered");
  const isAbsent = lookup.status === "nxdomain" || lookup.status === "nodata";
  const isSilent = endpoints.length > 0 && !hasAnswered;
  return {
    zone: zone.apex,
    mname,
    primary: hasAnswered ? "answers" : isAbsent ? "unresolvable" : isSilent ? "silent" : null,
    primaryServers: endpoints.map(formatEndpoint),
    evidence: [
      ...evidence,
      `${withoutTrailingDot(mname)}: ${lookup.addresses.join(", ") || lookup.status} (${lookup.source})`,
      ...words.map(({ last }) => `${last.server} SOA: ${last.outcome.kind}`),
    ],
  };
}
