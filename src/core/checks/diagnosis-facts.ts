// What a diagnosis knows beyond single domains, servers and hosts: the network as one picture.
import type { OwnerName } from "../dns/owner-name.ts";
import type { SoaRecord } from "../dns/record.ts";
import type { DomainFacts, ServerAnswer, TargetFacts } from "../run/observation.ts";

/** A domain with what was asked beside its records. */
export type DiagnosedDomain = DomainFacts & {
  /** What a random sibling of `_vlmcs` yielded; null where it was not asked. */
  readonly sibling: ServerAnswer | null;
  /** Near misses of the owner name that do have SRV records. */
  readonly nearMisses: readonly ServerAnswer[];
  /** For targets without an address: the name that was meant and does resolve. */
  readonly meant: ReadonlyMap<OwnerName, OwnerName>;
  readonly zone: ZoneSearchFacts | null;
  /** The zone that each resolver shows; only asked where their SRV sets differ. */
  readonly views: readonly ResolverView[];
};

/** What one resolver shows of a domain: the records, and the zone that they come from. */
export type ResolverView = { readonly answer: ServerAnswer; readonly soa: SoaRecord | null };

/** The search for the zone that holds the records. */
export type ZoneSearchFacts = {
  /** Null where no zone encloses the name. */
  readonly zone: OwnerName | null;
  /** The primary by the SOA record; null where there is no zone. */
  readonly mname: OwnerName | null;
  /** Whether the primary resolves and answers; null where that was not examined. */
  readonly primary: "answers" | "silent" | "unresolvable" | null;
  /** The addresses of the primary, as `192.0.2.53:53`. */
  readonly primaryServers: readonly string[];
  readonly evidence: readonly string[];
};

/** A published host with the domains that publish it. */
export type PublishedHost = {
  /** Without the trailing dot. */
  readonly host: string;
  readonly port: number;
  readonly domains: readonly string[];
  readonly facts: TargetFacts;
};

export type DiagnosisFacts = {
  readonly domains: readonly DiagnosedDomain[];
  readonly hosts: readonly PublishedHost[];
  /** The only hosts that should be published, as `HOST:PORT`; null where nobody said so. */
  readonly expected: readonly { readonly host: string; readonly port: number }[] | null;
};

/** True where some address of the host accepts TCP. */
export function acceptsTcp({ facts }: PublishedHost): boolean {
  return facts.endpoints.some((endpoint) => endpoint.state === "open");
}

/** True where every address was tried and none accepts TCP. */
export function isDead({ facts }: PublishedHost): boolean {
  return (
    facts.endpoints.length > 0 &&
    facts.endpoints.every((endpoint) => endpoint.state !== "open" && endpoint.state !== "error")
  );
}
