// dns-resolver-stale and dns-negative-cached: a resolver tells what the zone's own servers no longer say, or do not yet.
import type { DomainFacts, ServerAnswer } from "../run/observation.ts";
import type { Rule } from "./rule.ts";
import { sayAnswer, sayRdata } from "./wording.ts";

/** What the zone's servers agree on; null where they were not asked, or differ (dns-disagree tells that). */
function truthOf({ answers }: DomainFacts): ServerAnswer | null {
  const telling = answers.filter(
    ({ role, authoritative, presence }) => role === "name-server" && authoritative && presence !== null,
  );
  const [first] = telling;
  return first !== undefined && new Set(telling.map(setOf)).size === 1 ? first : null;
}

function setOf({ records }: ServerAnswer): string {
  return records.map(sayRdata).toSorted().join(" and ");
}

/** A server that answers from its own data caches nothing. */
function resolvers({ answers }: DomainFacts): readonly ServerAnswer[] {
  return answers.filter(
    ({ role, authoritative, presence }) => role !== "name-server" && !authoritative && presence !== null,
  );
}

export const dnsResolverStale: Rule<DomainFacts> = {
  id: "dns-resolver-stale",
  severity: "warning",
  judge: (facts) => {
    const truth = truthOf(facts);
    if (truth === null) return [];
    return resolvers(facts)
      .filter((resolver) => resolver.presence === "found" && setOf(resolver) !== setOf(truth))
      .map((resolver) => {
        const seconds = Math.min(...resolver.records.map((record) => record.ttlSeconds));
        return {
          subject: resolver.server,
          title: `The resolver ${resolver.server} still has old KMS records of ${facts.domain}`,
          detail: `It keeps them for ${seconds} more seconds; until then its clients do not see what the zone says now.`,
          evidence: [
            `${resolver.server}: ${setOf(resolver)}, TTL left ${seconds} s, ${resolver.at}`,
            `${truth.server}, authoritative: ${truth.records.length === 0 ? "no SRV record" : setOf(truth)}, ${truth.at}`,
          ],
          remedy: [
            `Wait ${seconds} seconds, or flush the resolver's cache (BIND: rndc flush; unbound: unbound-control flush_zone; Windows: Clear-DnsServerCache).`,
            "On a client afterwards: ipconfig /flushdns",
          ],
        };
      });
  },
};

export const dnsNegativeCached: Rule<DomainFacts> = {
  id: "dns-negative-cached",
  severity: "warning",
  judge: (facts) => {
    const truth = truthOf(facts);
    if (truth?.presence !== "found") return [];
    return resolvers(facts)
      .filter(({ presence }) => presence !== "found")
      .map((resolver) => {
        const left = resolver.negativeTtlSeconds;
        return {
          subject: resolver.server,
          title: `The resolver ${resolver.server} remembers that there was no KMS record in ${facts.domain}`,
          detail: `The zone has the record now. The resolver keeps its old answer ${left === null ? "for a time that it does not tell" : `for ${left} more seconds`}.`,
          evidence: [
            `${resolver.question}: ${sayAnswer(resolver)}`,
            `${truth.server}: ${setOf(truth)}, ${truth.at}`,
          ],
          remedy: [
            `${left === null ? "Wait" : `Wait ${left} seconds`}, or flush the resolver's cache (BIND: rndc flush; unbound: unbound-control flush_zone; Windows: Clear-DnsServerCache).`,
            "On a client afterwards: ipconfig /flushdns",
          ],
        };
      });
  },
};
