// srv-target-unresolvable: a target, or the name that it is an alias of, has neither A nor AAAA.
import { withoutTrailingDot } from "../dns/owner-name.ts";
import type { SrvRecord } from "../dns/record.ts";
import type { DomainFacts } from "../run/observation.ts";
import { zoneLine } from "../text/zone-line.ts";
import type { Rule } from "./rule.ts";
import { srvLine } from "./srv-line.ts";
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
      const end = lookup.aliases.at(-1);
      const lacking = end === undefined ? target : `its alias target ${withoutTrailingDot(end)}`;
      return [
        {
          subject: `${withoutTrailingDot(facts.owner)} SRV ${sayRdata(record)}`,
          title: `The published host ${target} has no address`,
          detail: `Clients that draw this record cannot connect: ${lacking} has neither an A nor an AAAA record.`,
          evidence: [sayLookup(lookup), ...sayWhoHas(facts, record)],
          remedy: [
            ...forgottenDot(facts, record),
            ...(end === undefined
              ? []
              : ["Publish a host name with A or AAAA records: RFC 2782 forbids aliases as SRV targets."]),
            `If the host lives, add its address. ${zoneLine(end ?? record.target, "A <address>", 3600)}`,
            `If it is gone, remove the record. ${srvLine(facts.owner, record)}`,
          ],
        },
      ];
    }),
};

/** Where a diagnosis found the name that was meant: in a zone file, a name without its trailing dot gets the domain appended. */
function forgottenDot(facts: DomainFacts, record: SrvRecord): readonly string[] {
  const meant = facts.meant?.get(record.target);
  if (meant === undefined) return [];
  return [
    `${withoutTrailingDot(meant)} does exist: a trailing dot is missing where the record was written. ${srvLine(facts.owner, { ...record, target: meant })}`,
  ];
}
