// dns-split-horizon: two resolvers give lasting different views of the zone: other records, from another zone.
import { withoutTrailingDot } from "../dns/owner-name.ts";
import type { DiagnosedDomain, ResolverView } from "./diagnosis-facts.ts";
import type { Rule } from "./rule.ts";
import { sayRdata } from "./wording.ts";

export const dnsSplitHorizon: Rule<DiagnosedDomain> = {
  id: "dns-split-horizon",
  severity: "warning",
  judge: (facts) => {
    const { views } = facts;
    const known = views.filter(({ soa }) => soa !== null);
    const [first] = known;
    // The same zone at two ages is a matter of caches; another primary or person in charge makes another zone.
    const other = known.find((view) => first !== undefined && zoneOf(view) !== zoneOf(first));
    if (first === undefined || other === undefined) return [];
    return [
      {
        subject: withoutTrailingDot(facts.owner),
        title: `The DNS servers ${first.answer.server} and ${other.answer.server} show different zones for ${facts.domain}`,
        detail:
          "Which KMS hosts a client finds depends on which of them it asks, and waiting does not change that.",
        evidence: known.map(
          (view) =>
            `${view.answer.server}: ${sayRecords(view)}; SOA ${zoneOf(view)} ${view.soa?.serial ?? ""}, ${view.answer.at}`,
        ),
        remedy: [
          "If both views are meant, publish the KMS hosts in both zones, each with addresses that its clients reach.",
          "If not, give all clients the same resolvers, or forward the domain from the one to the other.",
        ],
      },
    ];
  },
};

function zoneOf({ soa }: ResolverView): string {
  return soa === null ? "" : `${soa.owner} ${soa.mname} ${soa.rname}`;
}

function sayRecords({ answer }: ResolverView): string {
  return answer.records.length === 0 ? "no SRV record" : answer.records.map(sayRdata).join(" and ");
}
