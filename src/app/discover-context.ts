// What all domains of a run share.
import type { OwnerName } from "../core/dns/owner-name.ts";
import type { ServerAnswer } from "../core/run/observation.ts";
import type { DiscoverInput, DiscoverPorts } from "./discover.ts";
import type { DiscoverDomainContext } from "./discover-domain.ts";
import { createLookupCache } from "./lookup-cache.ts";
import { findNameServers } from "./name-servers.ts";
import { resolveHost } from "./resolve-host.ts";
import { createServerTallies } from "./server-tallies.ts";

/** Remembered host look-ups of one run. */
const LOOKUPS_KEPT = 4096;

/** What is shared by all domains of a run: servers, the tally of each, and remembered look-ups. */
export function createDiscoverContext(
  input: DiscoverInput,
  ports: DiscoverPorts,
  signal: AbortSignal,
): DiscoverDomainContext {
  const { askDns: ask, timestamp } = ports;
  const { families, ask: options, nameServerPort: port, servers } = input;
  const tallies = createServerTallies();
  const observe = (answer: ServerAnswer): void => tallies.add(asLookup(answer));
  const hosts = { ask, servers, options, timestamp, observe, spares: tallies.spares };
  const lookUp = createLookupCache(LOOKUPS_KEPT, (name: OwnerName) => resolveHost(name, hosts, signal));
  const endpoints = servers.map((server) => server.endpoint);
  const nameServers =
    port === null
      ? null
      : (owner: OwnerName) =>
          findNameServers(owner, { ask, servers: endpoints, options, port, families, lookUp }, signal);
  return {
    ask,
    servers,
    options,
    timestamp,
    tallies,
    lookUp,
    nameServers,
    secondOpinion: ports.secondOpinion ?? null,
  };
}

/** A server that was named may know nothing but its own zones: that it refuses to look up other hosts is no fault. */
function asLookup(answer: ServerAnswer): ServerAnswer {
  const isRefusal = answer.status === "refused" || answer.status === "servfail";
  return isRefusal && answer.role !== "configured" ? { ...answer, status: "other-rcode" } : answer;
}
