// srv-target-alias: a target is a CNAME, which RFC 2782 forbids. An alias that leads to a name without an address is left
// to srv-target-unresolvable.
import { withoutTrailingDot } from "../dns/owner-name.ts";
import type { SrvRecord } from "../dns/record.ts";
import type { AddressLookup, DomainFacts } from "../run/observation.ts";
import type { Rule, Statement } from "./rule.ts";
import { srvLine } from "./srv-line.ts";
import { sayLookup, sayRdata, sayWhoHas } from "./wording.ts";

export const srvTargetAlias: Rule<DomainFacts> = {
  id: "srv-target-alias",
  severity: "warning",
  judge: (facts) =>
    facts.records.flatMap((record) => {
      const lookup = facts.lookups.get(record.target);
      if (lookup === undefined || lookup.aliases.length === 0) return [];
      if (lookup.status !== "found" && lookup.status !== "failed") return [];
      return [
        {
          subject: `${withoutTrailingDot(facts.owner)} SRV ${sayRdata(record)}`,
          evidence: [sayLookup(lookup), ...sayWhoHas(facts, record)],
          ...(lookup.status === "found" ? leadsToAddresses : leadsNowhere)(facts, record, lookup),
        },
      ];
    }),
};

type Words = Pick<Statement, "title" | "detail" | "remedy">;

function leadsToAddresses(facts: DomainFacts, record: SrvRecord, { name, aliases }: AddressLookup): Words {
  const canonical = aliases.at(-1) ?? name;
  return {
    title: `The target ${withoutTrailingDot(record.target)} is an alias of ${withoutTrailingDot(canonical)}`,
    detail: "RFC 2782 forbids aliases as SRV targets; some clients and resolvers do not follow them.",
    remedy: [`Publish the canonical name instead. ${srvLine(facts.owner, { ...record, target: canonical })}`],
  };
}

function leadsNowhere(facts: DomainFacts, record: SrvRecord): Words {
  return {
    title: `The target ${withoutTrailingDot(record.target)} is an alias whose end could not be found`,
    detail:
      "RFC 2782 forbids aliases as SRV targets; this one leads in a circle, or to a name that no server could look up.",
    remedy: [
      "Publish the name that holds the host's A or AAAA records as the target instead.",
      `Replace this record. ${srvLine(facts.owner, record)}`,
    ],
  };
}
