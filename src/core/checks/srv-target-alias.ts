// srv-target-alias: a target is a CNAME, which RFC 2782 forbids.
import { withoutTrailingDot } from "../dns/owner-name.ts";
import type { DomainFacts } from "../run/observation.ts";
import type { Rule } from "./rule.ts";
import { sayLookup, sayRdata, sayWhoHas } from "./wording.ts";

export const srvTargetAlias: Rule<DomainFacts> = {
  id: "srv-target-alias",
  severity: "warning",
  judge: (facts) =>
    facts.records.flatMap((record) => {
      const lookup = facts.lookups.get(record.target);
      const canonical = lookup?.aliases.at(-1);
      if (lookup === undefined || canonical === undefined) return [];
      const target = withoutTrailingDot(record.target);
      return [
        {
          subject: `${withoutTrailingDot(facts.owner)} SRV ${sayRdata(record)}`,
          title: `The target ${target} is an alias of ${withoutTrailingDot(canonical)}`,
          detail: "RFC 2782 forbids aliases as SRV targets; some clients and resolvers do not follow them.",
          evidence: [sayLookup(lookup), ...sayWhoHas(facts, record)],
          remedy: [
            `Publish the canonical name instead: '${withoutTrailingDot(facts.owner)}. IN SRV ${record.priority} ${record.weight} ${record.port} ${withoutTrailingDot(canonical)}.'.`,
          ],
        },
      ];
    }),
};
