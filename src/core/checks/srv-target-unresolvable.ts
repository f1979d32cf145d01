// srv-target-unresolvable: a target has neither A nor AAAA.
import { withoutTrailingDot } from "../dns/owner-name.ts";
import type { DomainFacts } from "../run/observation.ts";
import type { Rule } from "./rule.ts";
import { isAddressLikeTarget } from "./srv-target-address.ts";
import { sayLookup, sayRdata, sayWhoHas } from "./wording.ts";

export const srvTargetUnresolvable: Rule<DomainFacts> = {
  id: "srv-target-unresolvable",
  severity: "error",
  judge: (facts) =>
    facts.records.flatMap((record) => {
      const lookup = facts.lookups.get(record.target);
      if (lookup === undefined || isAddressLikeTarget(record.target)) return [];
      if (lookup.status !== "nxdomain" && lookup.status !== "nodata") return [];
      const target = withoutTrailingDot(record.target);
      return [
        {
          subject: `${withoutTrailingDot(facts.owner)} SRV ${sayRdata(record)}`,
          title: `The published host ${target} has no address`,
          detail: `Clients that draw this record cannot connect: ${target} has neither an A nor an AAAA record.`,
          evidence: [sayLookup(lookup), ...sayWhoHas(facts, record)],
          remedy: [
            `If the host lives: add its address, for example '${target}. 3600 IN A <address>'.`,
            `If it is gone: remove the record '${withoutTrailingDot(facts.owner)}. IN SRV ${sayRdata(record)}.'.`,
          ],
        },
      ];
    }),
};
