// Walks from an owner name to the zone that holds it and gives the addresses of the zone's name servers.
import { parentName, type OwnerName } from "../core/dns/owner-name.ts";
import { familyOfAddress } from "../core/net/address.ts";
import type { Endpoint } from "../core/net/endpoint.ts";
import type { AddressLookup } from "../core/run/observation.ts";
import { askForNameServers } from "./ask-about-zone.ts";
import { inquire, type AskedServer } from "./ask-server.ts";
import type { AskDns, AskDnsOptions } from "./ports.ts";

export type NameServerContext = {
  readonly ask: AskDns;
  /** Resolvers, or servers that know the zone. */
  readonly servers: readonly Endpoint[];
  readonly options: AskDnsOptions;
  /** Port at which name servers are asked. */
  readonly port: number;
  readonly families: readonly (4 | 6)[];
  readonly lookUp: (name: OwnerName) => Promise<AddressLookup>;
};

/** Addresses beyond this number are not asked. */
const MAX_SERVERS = 32;

/** The name servers of the zone that encloses `owner`; none where no zone could be found. */
export async function findNameServers(
  owner: OwnerName,
  context: NameServerContext,
  signal: AbortSignal,
): Promise<readonly AskedServer[]> {
  for (const server of context.servers) {
    const zone = await findZone(owner, server, context, signal);
    if (zone === undefined) continue;
    const names =
      zone.nameServers ?? (await askForNameServers(context.ask, server, zone.apex, context.options, signal));
    if (names.length > 0) return endpointsOf(names, context);
  }
  return [];
}

/** A parent's server refers to the name servers of the zone; others are asked for them. */
type FoundZone = { readonly apex: OwnerName; readonly nameServers?: readonly OwnerName[] };

/** The zone starts where an SOA is: in the answer for the name itself, or beside a negative one (RFC 2308 section 3). */
async function findZone(
  owner: OwnerName,
  server: Endpoint,
  context: NameServerContext,
  signal: AbortSignal,
): Promise<FoundZone | undefined> {
  let name: OwnerName | undefined = owner;
  while (name !== undefined && name !== "." && !signal.aborted) {
    const { response } = await inquire(context.ask, server, { name, type: "SOA" }, context.options, signal);
    if (response === null) return undefined;
    const [soa] = response.kind === "found" ? response.records : [];
    if (soa !== undefined) return { apex: soa.owner };
    if (response.kind === "referral") return { apex: response.zone, nameServers: response.nameServers };
    if ((response.kind === "nodata" || response.kind === "nxdomain") && response.soa !== null)
      return { apex: response.soa.owner };
    // Servers such as dnsmasq leave the SOA out of negative answers: the walk goes on upwards.
    name = parentName(name);
  }
  return undefined;
}

async function endpointsOf(
  names: readonly OwnerName[],
  { lookUp, port, families }: NameServerContext,
): Promise<readonly AskedServer[]> {
  const lookups = await Promise.all([...new Set(names)].sort().map(lookUp));
  const addresses = lookups.flatMap((lookup) => lookup.addresses);
  return [...new Set(addresses)]
    .filter((address) => families.includes(familyOfAddress(address)))
    .slice(0, MAX_SERVERS)
    .map((address) => ({ endpoint: { address, port }, role: "name-server" }));
}
