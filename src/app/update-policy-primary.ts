// Which servers may be the primary of a zone, in the order in which they are to be tried (RFC 2136 section 4).
import { withoutTrailingDot, type OwnerName } from "../core/dns/owner-name.ts";
import { familyOfAddress } from "../core/net/address.ts";
import { formatEndpoint, isSameEndpoint, type Endpoint } from "../core/net/endpoint.ts";
import { askForNameServers } from "./ask-about-zone.ts";
import type { ZoneSearch } from "./find-zone.ts";
import type { AskDns, AskDnsOptions } from "./ports.ts";
import type { Glue, ServerEndpointContext } from "./server-endpoints.ts";

/**
 * named: the operator says so · mname: the SOA names it · name-server: of the NS set · asked: a server that was asked
 * first, and may serve the zone · last-word: a server that was asked, behind which nobody else can be: it is the MNAME
 * itself, or the names are records of its own without any zone.
 */
export type CandidateOrigin = "named" | "mname" | "name-server" | "asked" | "last-word";

export type PrimaryCandidate = { readonly endpoint: Endpoint; readonly origin: CandidateOrigin };

export type PrimarySearch = {
  readonly candidates: readonly PrimaryCandidate[];
  readonly evidence: readonly string[];
};

export type PrimaryContext = ServerEndpointContext & {
  readonly ask: AskDns;
  /** The servers that were asked first. */
  readonly servers: readonly Endpoint[];
  readonly options: AskDnsOptions;
};

/** Addresses beyond this number are not tried. */
const MAX_CANDIDATES = 32;

export async function findPrimaryCandidates(
  search: ZoneSearch,
  context: PrimaryContext,
  signal: AbortSignal,
): Promise<PrimarySearch> {
  const { zone } = search;
  if (zone === null) return { candidates: search.withoutSoa.map(as("last-word")), evidence: search.evidence };
  const evidence = [...search.evidence];
  const glue: Glue = zone.delegation?.glue ?? new Map();
  const primary = zone.soa === null ? [] : await endpointsOf(zone.soa.mname, glue, context, evidence);
  const own = await askForNameServers(context.ask, zone.server, zone.apex, context.options, signal);
  const names = [...new Set([...own, ...(zone.delegation?.nameServers ?? [])])];
  const others = await Promise.all(names.map((name) => endpointsOf(name, glue, context, evidence)));
  const behindNobody = [zone.server].filter((server) => primary.some((one) => isSameEndpoint(one, server)));
  const candidates = [
    ...primary.map(as("mname")),
    ...others.flat().map(as("name-server")),
    ...context.servers.map(as("asked")),
  ];
  return {
    candidates: [...withoutRepeats(candidates), ...behindNobody.map(as("last-word"))].slice(
      0,
      MAX_CANDIDATES,
    ),
    evidence,
  };
}

function as(origin: CandidateOrigin): (endpoint: Endpoint) => PrimaryCandidate {
  return (endpoint) => ({ endpoint, origin });
}

/** A server that was asked first may be meant: it keeps the port at which it was asked. Else it is another at its address. */
async function endpointsOf(
  name: OwnerName,
  glue: Glue,
  context: PrimaryContext,
  evidence: string[],
): Promise<readonly Endpoint[]> {
  const { servers, families, port } = context;
  return (glue.get(name) ?? (await addressesOf(name, context, evidence)))
    .filter((address) => families.includes(familyOfAddress(address)))
    .flatMap((address) => {
      const asked = servers.filter((server) => server.address === address);
      const isAsked = asked.some((server) => server.port === port);
      return isAsked ? asked : [...asked, { address, port }];
    });
}

async function addressesOf(
  name: OwnerName,
  { lookUp }: PrimaryContext,
  evidence: string[],
): Promise<readonly string[]> {
  const { addresses, status, source, at } = await lookUp(name);
  if (addresses.length === 0)
    evidence.push(`${withoutTrailingDot(name)} has no address: ${status.toUpperCase()} (${source}, ${at})`);
  return addresses;
}

function withoutRepeats(candidates: readonly PrimaryCandidate[]): readonly PrimaryCandidate[] {
  const seen = new Set<string>();
  return candidates.filter(({ endpoint }) => {
    const key = formatEndpoint(endpoint);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
