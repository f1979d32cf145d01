// What all domains of a run share.
import type { OwnerName } from "../core/dns/owner-name.ts";
import type { ServerAnswer } from "../core/run/observation.ts";
import type { DiscoverInput, DiscoverPorts } from "./discover.ts";
import type { DiscoverDomainContext, ZoneServers } from "./discover-domain.ts";
import { findZone, type FindZoneContext } from "./find-zone.ts";
import { createLookupCache } from "./lookup-cache.ts";
import { findNameServers } from "./name-servers.ts";
import { resolveHost } from "./resolve-host.ts";
import { createSparingAsk } from "./sparing-ask.ts";
import { createServerTallies } from "./server-tallies.ts";

/** Remembered host look-ups of one run. */
const LOOKUPS_KEPT = 4096;

/** What is shared by all domains of a run: servers, the tally of each, and remembered look-ups. */
export function createDiscoverContext(
  input: DiscoverInput,
  ports: DiscoverPorts,
  signal: AbortSignal,
): DiscoverDomainContext {
  const { timestamp } = ports;
  const ask = createSparingAsk(ports.askDns);
  const { families, ask: options, nameServerPort: port, servers } = input;
  const tallies = createServerTallies();
  const observe = (answer: ServerAnswer): void => tallies.add(asLookup(answer));
  const hosts = { ask, servers, options, timestamp, observe };
  const lookUp = createLookupCache(LOOKUPS_KEPT, (name: OwnerName) => resolveHost(name, hosts, signal));
  const searching =
    port === null
      ? null
      : { ask, servers: servers.map(({ endpoint }) => endpoint), options, timestamp, port, families, lookUp };
  return {
    ask,
    servers,
    options,
    timestamp,
    tallies,
    lookUp,
    searchZone: searching === null ? null : (owner) => searchZone(owner, searching, signal),
    secondOpinion: ports.secondOpinion ?? null,
  };
}

async function searchZone(
  owner: OwnerName,
  context: FindZoneContext,
  signal: AbortSignal,
): Promise<ZoneServers> {
  const search = await findZone(owner, context, signal);
  const isKnown = search.zone !== null && !signal.aborted;
  return { search, nameServers: isKnown ? await findNameServers(search.zone, context, signal) : [] };
}

/** A server that was named may know nothing but its own zones: that it refuses to look up other hosts is no fault. */
function asLookup(answer: ServerAnswer): ServerAnswer {
  const isRefusal = answer.status === "refused" || answer.status === "servfail";
  return isRefusal && answer.role !== "configured" ? { ...answer, status: "other-rcode" } : answer;
}
