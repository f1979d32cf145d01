// The name servers of a zone, as endpoints that can be asked.
import { isSameEndpoint } from "../core/net/endpoint.ts";
import type { OwnerName } from "../core/dns/owner-name.ts";
import { askForNameServers } from "./ask-about-zone.ts";
import type { AskedServer } from "./ask-server.ts";
import type { FindZoneContext, FoundZone } from "./find-zone.ts";
import { endpointsOfServers } from "./server-endpoints.ts";

/** Addresses beyond this number are not asked. */
const MAX_SERVERS = 32;

/** Those that the zone names, and those to which its parent refers: where the two differ, clients meet both. */
export async function findNameServers(
  zone: FoundZone,
  context: FindZoneContext,
  signal: AbortSignal,
): Promise<readonly AskedServer[]> {
  const delegated = zone.delegation?.nameServers ?? [];
  const own = await askUntilTold(zone, context, signal);
  const endpoints = await endpointsOfServers(
    [...delegated, ...own],
    zone.delegation?.glue ?? new Map(),
    context,
  );
  return endpoints.slice(0, MAX_SERVERS).map((endpoint) => ({ endpoint, role: "name-server" }));
}

/** The server that knew the zone first, then the others. */
async function askUntilTold(
  zone: FoundZone,
  { ask, servers, options }: FindZoneContext,
  signal: AbortSignal,
): Promise<readonly OwnerName[]> {
  const others = servers.filter((server) => !isSameEndpoint(server, zone.server));
  for (const server of [zone.server, ...others]) {
    const names = await askForNameServers(ask, server, zone.apex, options, signal);
    if (names.length > 0 || signal.aborted) return names;
  }
  return [];
}
