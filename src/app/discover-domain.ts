// One domain: its SRV question at every server, then the addresses of the hosts that were found.
import { forEachConcurrent } from "../core/async/for-each-concurrent.ts";
import { publishedRecords, targetsOf } from "../core/dns/published.ts";
import { withoutTrailingDot, type OwnerName } from "../core/dns/owner-name.ts";
import { formatEndpoint } from "../core/net/endpoint.ts";
import type { SrvProbe } from "../core/run/event.ts";
import type { AddressLookup, DomainFacts, ServerAnswer } from "../core/run/observation.ts";
import { askForSoa } from "./ask-about-zone.ts";
import { askForSrv, type AskedServer } from "./ask-server.ts";
import type { ZoneSearch } from "./find-zone.ts";
import type { AskDns, AskDnsOptions } from "./ports.ts";
import type { EventEmitter } from "./run-events.ts";
import { compareOpinions } from "./second-opinion.ts";
import type { AskSecondOpinion } from "./second-opinion-port.ts";
import type { ServerTallies } from "./server-tallies.ts";

/** A domain to look at: its position in the input, its text, and the owner of its KMS records. */
export type DomainInput = { readonly index: number; readonly domain: string; readonly owner: OwnerName };

export type DiscoverDomainContext = {
  readonly ask: AskDns;
  readonly servers: readonly AskedServer[];
  readonly options: AskDnsOptions;
  readonly timestamp: () => string;
  readonly tallies: ServerTallies;
  readonly lookUp: (name: OwnerName) => Promise<AddressLookup>;
  /** An independent reading of the first server that answered, where it was asked for. */
  readonly secondOpinion: AskSecondOpinion | null;
  /** The search for the zone that holds a name, and its name servers, where they are to be asked too. */
  readonly searchZone: ((owner: OwnerName) => Promise<ZoneServers>) | null;
};

export type ZoneServers = { readonly search: ZoneSearch; readonly nameServers: readonly AskedServer[] };

/** A domain, and the search for its zone where there was one. */
export type DiscoveredDomain = { readonly facts: DomainFacts; readonly search: ZoneSearch | null };

/** Hosts beyond this number are not resolved; a KMS client tries only a few. */
const MAX_TARGETS = 1024;
const LOOKUPS_AT_ONCE = 16;

/** Emits the probes of the domain and gives the facts. */
export async function discoverDomain(
  input: DomainInput,
  context: DiscoverDomainContext,
  { emit }: EventEmitter,
  signal: AbortSignal,
): Promise<DiscoveredDomain> {
  const { index, domain } = input;
  const whole = { kind: "domain", index, domain, owner: withoutTrailingDot(input.owner) } as const;
  emit({ type: "probe-started", probe: whole });
  const asking = askEach(input, context.servers, 0, context, emit, signal);
  // The first answer is enough to look for the zone: a server that is silent holds nobody up but itself.
  await firstTelling(asking);
  const isSearching = context.searchZone !== null && !signal.aborted;
  const zone = isSearching ? await context.searchZone(input.owner) : null;
  const nameServers = zone?.nameServers ?? [];
  const authoritative = askEach(input, nameServers, context.servers.length, context, emit, signal);
  const configured = await Promise.all(asking);
  const answers = [...configured, ...(await Promise.all(authoritative))];
  await askForSecondOpinion(input, configured, context, emit, signal);
  const records = publishedRecords(answers);
  const lookups = await lookUpAll(index, targetsOf(records).slice(0, MAX_TARGETS), context, emit, signal);
  emit({ type: "probe-finished", probe: whole, result: { kind: "domain" } });
  const facts = { domain, owner: input.owner, answers, records, lookups };
  return { facts, search: zone?.search ?? null };
}

/** Resolves once a server could tell, or all have spoken. */
async function firstTelling(asking: readonly Promise<ServerAnswer>[]): Promise<void> {
  const telling = asking.map(async (answer) => {
    if ((await answer).presence === null) throw new Error("this server can't tell");
  });
  await Promise.any(telling).catch(() => undefined);
}

/** Asks all servers at once, and gives what they will say in the order of the servers. */
function askEach(
  input: DomainInput,
  servers: readonly AskedServer[],
  firstIndex: number,
  context: DiscoverDomainContext,
  emit: EventEmitter["emit"],
  signal: AbortSignal,
): readonly Promise<ServerAnswer>[] {
  return servers.map(async (server, position) => {
    const probe = srvProbe(input, server, firstIndex + position);
    emit({ type: "probe-started", probe });
    const answer = await askOne(server, input.owner, context, signal);
    context.tallies.add(answer);
    emit({ type: "probe-finished", probe, result: { kind: "srv", answer } });
    return answer;
  });
}

async function askForSecondOpinion(
  { index, owner }: DomainInput,
  answers: readonly ServerAnswer[],
  { secondOpinion, servers, options }: DiscoverDomainContext,
  emit: EventEmitter["emit"],
  signal: AbortSignal,
): Promise<void> {
  const own = answers.find(({ presence }) => presence !== null);
  const server = servers.find(({ endpoint }) => formatEndpoint(endpoint) === own?.server);
  if (secondOpinion === null || own === undefined || server === undefined) return;
  const probe = { kind: "second-opinion", index, server: own.server } as const;
  emit({ type: "probe-started", probe });
  const opinion = await secondOpinion(server.endpoint, withoutTrailingDot(owner), options.timeoutMs, signal);
  const report = compareOpinions(own, opinion);
  emit({ type: "probe-finished", probe, result: { kind: "second-opinion", opinion: report } });
}

async function lookUpAll(
  index: number,
  targets: readonly OwnerName[],
  context: DiscoverDomainContext,
  emit: EventEmitter["emit"],
  signal: AbortSignal,
): Promise<ReadonlyMap<OwnerName, AddressLookup>> {
  const lookups = new Map<OwnerName, AddressLookup>();
  await forEachConcurrent(
    targets,
    LOOKUPS_AT_ONCE,
    async (target) => {
      const probe = { kind: "addresses", of: "domain", index, name: withoutTrailingDot(target) } as const;
      emit({ type: "probe-started", probe });
      const lookup = await context.lookUp(target);
      lookups.set(target, lookup);
      emit({ type: "probe-finished", probe, result: { kind: "addresses", lookup } });
    },
    signal,
  );
  return lookups;
}

async function askOne(
  server: AskedServer,
  owner: OwnerName,
  context: DiscoverDomainContext,
  signal: AbortSignal,
): Promise<ServerAnswer> {
  const { ask, timestamp } = context;
  if (server.role !== "name-server") return askForSrv(ask, server, owner, context.options, timestamp, signal);
  // A name server speaks from its own data: it is not asked to recurse, and which copy of the zone it has is of interest.
  const options = { ...context.options, recursionDesired: false };
  const answer = await askForSrv(ask, server, owner, options, timestamp, signal);
  if (answer.presence === null) return answer;
  const soa = await askForSoa(ask, server.endpoint, owner, options, signal);
  return { ...answer, serial: soa?.serial ?? null };
}

function srvProbe(input: DomainInput, server: AskedServer, serverIndex: number): SrvProbe {
  return {
    kind: "srv",
    index: input.index,
    domain: input.domain,
    owner: withoutTrailingDot(input.owner),
    server: formatEndpoint(server.endpoint),
    serverIndex,
  };
}
