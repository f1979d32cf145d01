// Walks from a name upwards to the zone that holds it: the owner of the SOA that servers give for it.
import { ownerNameLabels, parentName, withoutTrailingDot, type OwnerName } from "../core/dns/owner-name.ts";
import type { SoaRecord } from "../core/dns/record.ts";
import { formatEndpoint, type Endpoint } from "../core/net/endpoint.ts";
import { inquire } from "./ask-server.ts";
import type { AskDns, AskDnsOptions } from "./ports.ts";

export type FoundZone = {
  readonly apex: OwnerName;
  readonly soa: SoaRecord;
  /** Who said so, and whether from its own data. */
  readonly server: Endpoint;
  readonly authoritative: boolean;
};

export type ZoneSearch = {
  /** Null where no zone below the top level could be found. */
  readonly zone: FoundZone | null;
  /** Servers that answered something without any SOA on the way up: resolvers with records of their own. */
  readonly withoutSoa: readonly Endpoint[];
  readonly evidence: readonly string[];
};

export type FindZoneContext = {
  readonly ask: AskDns;
  /** Resolvers, or servers that know the zone. */
  readonly servers: readonly Endpoint[];
  readonly options: AskDnsOptions;
  readonly timestamp: () => string;
};

type Walk = { readonly zone: FoundZone | null; readonly answered: boolean };

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
    const { zone, answered } = await walkUp(name, server, context, signal);
    const found =
      zone === null
        ? `no SOA on the way up from ${withoutTrailingDot(name)}`
        : `${withoutTrailingDot(name)} lies in the zone ${withoutTrailingDot(zone.apex)}, primary ${withoutTrailingDot(zone.soa.mname)}, serial ${zone.soa.serial}`;
    evidence.push(`${formatEndpoint(server)}: ${answered ? found : "no answer"}, at ${context.timestamp()}`);
    if (zone !== null) return { zone, withoutSoa, evidence };
    if (answered) withoutSoa.push(server);
  }
  return { zone: null, withoutSoa, evidence };
}

/** The zone starts where an SOA is: in the answer for the name itself, or beside a negative one (RFC 2308 section 3). */
async function walkUp(
  start: OwnerName,
  server: Endpoint,
  context: FindZoneContext,
  signal: AbortSignal,
): Promise<Walk> {
  let name: OwnerName | undefined = start;
  let answered = false;
  while (name !== undefined && !isTooHigh(name, start) && !signal.aborted) {
    const { response, last } = await inquire(
      context.ask,
      server,
      { name, type: "SOA" },
      context.options,
      signal,
    );
    // A server that is silent once need not be waited for again.
    if (response === null || last.outcome.kind !== "answered") return { zone: null, answered };
    // REFUSED and SERVFAIL say nothing about the name: whoever answers only so is no server with records of its own.
    const isWord = response.kind === "found" || response.kind === "nodata" || response.kind === "nxdomain";
    answered ||= isWord;
    const soa = soaIn(response, name);
    const { authoritative } = last.outcome.message;
    if (soa !== null)
      return {
        zone:
          isTooHigh(soa.owner, start) && !authoritative
            ? null
            : { apex: soa.owner, soa, server, authoritative },
        answered,
      };
    name = parentName(name);
  }
  return { zone: null, answered };
}

type SoaResponse = NonNullable<Awaited<ReturnType<typeof inquire<"SOA">>>["response"]>;

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
