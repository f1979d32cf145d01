// Walks from a name upwards to the zone that holds it: the owner of the SOA that servers give for it.
import type { DnsMessage } from "../core/dns/message.ts";
import {
  isAtOrBelow,
  ownerNameLabels,
  parentName,
  withoutTrailingDot,
  type OwnerName,
} from "../core/dns/owner-name.ts";
import { rcodeName } from "../core/dns/rcode.ts";
import type { SoaRecord } from "../core/dns/record.ts";
import { formatEndpoint, isSameEndpoint, type Endpoint } from "../core/net/endpoint.ts";
import { inquire, type Inquiry } from "./ask-server.ts";
import type { AskDns, AskDnsOptions } from "./ports.ts";
import { endpointsOfServers, type Glue, type ServerEndpointContext } from "./server-endpoints.ts";

/** What a server of the parent zone says of a zone that it gave away. */
export type Delegation = { readonly nameServers: readonly OwnerName[]; readonly glue: Glue };

export type FoundZone = {
  readonly apex: OwnerName;
  /** Null where only the parent tells of the zone, and none of its own servers did. */
  readonly soa: SoaRecord | null;
  /** Who said so, and whether from its own data. */
  readonly server: Endpoint;
  readonly authoritative: boolean;
  /** Null where nobody referred to the zone. */
  readonly delegation: Delegation | null;
};

export type ZoneSearch = {
  /** Null where no zone below the top level could be found. */
  readonly zone: FoundZone | null;
  /** Servers that answered something without any SOA on the way up: resolvers with records of their own. */
  readonly withoutSoa: readonly Endpoint[];
  readonly evidence: readonly string[];
};

export type FindZoneContext = ServerEndpointContext & {
  readonly ask: AskDns;
  /** Resolvers, or servers that know the zone. */
  readonly servers: readonly Endpoint[];
  readonly options: AskDnsOptions;
  readonly timestamp: () => string;
};

type Walk = {
  readonly zone: FoundZone | null;
  /** It said something about the names. */
  readonly answered: boolean;
  /** What it said otherwise: a refusal is an answer, too. */
  readonly otherwise: string;
};

const SILENCE = "no answer";

/** Name servers of a delegation that are tried, one after the other, until one answers. */
const MAX_DELEGATES = 4;

/**
 * Start at the full owner name (`_vlmcs._tcp.<domain>`), not at the domain: `_tcp` and `_msdcs` may be zones of their own.
 * One server after the other is asked until one knows the zone.
 */
export async function findZone(
  name: OwnerName,
  context: FindZoneContext,
  signal: AbortSignal,
): Promise<ZoneSearch> {
  const evidence: string[] = [];
  const withoutSoa: Endpoint[] = [];
  for (const server of context.servers) {
    if (signal.aborted) break;
    const { zone, answered, otherwise } = await walkUp(name, server, context, signal);
    const said = answered ? sayFound(name, server, zone) : otherwise;
    evidence.push(`${formatEndpoint(server)}: ${said}, at ${context.timestamp()}`);
    if (zone !== null) return { zone, withoutSoa, evidence };
    if (answered) withoutSoa.push(server);
  }
  return { zone: null, withoutSoa, evidence };
}

function sayFound(name: OwnerName, asked: Endpoint, zone: FoundZone | null): string {
  const text = withoutTrailingDot(name);
  if (zone === null) return `no SOA on the way up from ${text}`;
  const where = `${text} lies in the zone ${withoutTrailingDot(zone.apex)}`;
  if (zone.soa === null) return `${where}, by a referral; none of its name servers gave its SOA`;
  const via = isSameEndpoint(zone.server, asked) ? "" : ` (${formatEndpoint(zone.server)})`;
  return `${where}, primary ${withoutTrailingDot(zone.soa.mname)}, serial ${zone.soa.serial}${via}`;
}

/**
 * The zone starts where an SOA is: in the answer for the name itself, or beside a negative one (RFC 2308 section 3).
 * Below `within` only, where that was delegated to the server.
 */
async function walkUp(
  start: OwnerName,
  server: Endpoint,
  context: FindZoneContext,
  signal: AbortSignal,
  within: OwnerName | null = null,
): Promise<Walk> {
  let name: OwnerName | undefined = start;
  let answered = false;
  let otherwise = SILENCE;
  while (name !== undefined && !isTooHigh(name, start) && !signal.aborted) {
    if (within !== null && !isAtOrBelow(name, within)) break;
    const inquiry: Inquiry<"SOA"> = await inquire(
      context.ask,
      server,
      { name, type: "SOA" },
      context.options,
      signal,
    );
    const { response, last } = inquiry;
    // A server that is silent once need not be waited for again.
    if (response === null || last.outcome.kind !== "answered") {
      return {
        zone: null,
        answered,
        otherwise: otherwise === SILENCE ? SILENCE : `${otherwise}, then no more`,
      };
    }
    if (response.kind === "referral" && isBelow(response.zone, within) && !isTooHigh(response.zone, start)) {
      const glue = glueOf(last.outcome.message, response.nameServers);
      const delegation = { nameServers: response.nameServers, glue };
      const zone = await followDelegation(start, response.zone, delegation, server, context, signal);
      return { zone, answered: true, otherwise };
    }
    // REFUSED and SERVFAIL say nothing about the name: whoever answers only so is no server with records of its own.
    const isWord = response.kind === "found" || response.kind === "nodata" || response.kind === "nxdomain";
    answered ||= isWord;
    const soa = soaIn(response, name);
    const { authoritative, rcode } = last.outcome.message;
    otherwise = `answered ${rcodeName(rcode)}`;
    if (soa !== null) {
      const isForeign = isTooHigh(soa.owner, start) && !authoritative;
      return {
        zone: isForeign ? null : { apex: soa.owner, soa, server, authoritative, delegation: null },
        answered,
        otherwise,
      };
    }
    name = parentName(name);
  }
  return { zone: null, answered, otherwise };
}

/** The name servers of a delegation know where exactly the zone of a name begins: it may be given away further. */
async function followDelegation(
  start: OwnerName,
  apex: OwnerName,
  delegation: Delegation,
  server: Endpoint,
  context: FindZoneContext,
  signal: AbortSignal,
): Promise<FoundZone> {
  const endpoints = await endpointsOfServers(delegation.nameServers, delegation.glue, context);
  const asking = { ...context, options: { ...context.options, recursionDesired: false } };
  for (const endpoint of endpoints.slice(0, MAX_DELEGATES)) {
    if (signal.aborted) break;
    const { zone } = await walkUp(start, endpoint, asking, signal, apex);
    if (zone !== null) return { ...zone, delegation: zone.delegation ?? delegation };
  }
  return { apex, soa: null, server, authoritative: false, delegation };
}

/** Referrals lead downwards only: anything else would never end. */
function isBelow(zone: OwnerName, within: OwnerName | null): boolean {
  return within === null || (zone !== within && isAtOrBelow(zone, within));
}

function glueOf(message: DnsMessage, nameServers: readonly OwnerName[]): Glue {
  const glue = new Map<OwnerName, string[]>();
  for (const record of message.additionals) {
    if (record.type !== "A" && record.type !== "AAAA") continue;
    if (!nameServers.includes(record.owner)) continue;
    glue.set(record.owner, [...(glue.get(record.owner) ?? []), record.address]);
  }
  return glue;
}

type SoaResponse = NonNullable<Inquiry<"SOA">["response"]>;

/** An SOA that an alias led to belongs to another name. */
function soaIn(response: SoaResponse, name: OwnerName): SoaRecord | null {
  if (response.kind === "found") return response.records.find((record) => record.owner === name) ?? null;
  const isNegative = response.kind === "nodata" || response.kind === "nxdomain";
  return isNegative && response.aliases.length === 0 ? response.soa : null;
}

/** The root, and a top-level domain unless that is what was asked for: nobody publishes there. */
function isTooHigh(name: OwnerName, start: OwnerName): boolean {
  const count = ownerNameLabels(name).length;
  if (count > 1) return false;
  const domain = ownerNameLabels(start).filter((label) => !label.startsWith("_"));
  return count === 0 || domain.length > 1;
}
