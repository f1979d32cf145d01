// srv-target-none: the target is ".", the service is declared as not available (RFC 2782).
import { withoutTrailingDot } from "../dns/owner-name.ts";
import type { DomainFacts } from "../run/observation.ts";
import type { Rule } from "./rule.ts";
import { sayRdata, sayWhoHas } from "./wording.ts";

export const srvTargetNone: Rule<DomainFacts> = {
  id: "srv-target-none",
  severity: "error",
  judge: (facts) =>
    facts.records
      .filter((record) => record.target === ".")
      .map((record) => ({
        subject: `${withoutTrailingDot(facts.owner)} SRV ${sayRdata(record)}`,
        title: `KMS is declared as not available in ${facts.domain}`,
        detail:
          "The target '.' tells clients that the service is decidedly not offered in this domain (RFC 2782).",
        evidence: sayWhoHas(facts, record),
        remedy: [
          `If clients of ${facts.domain} shall activate: replace the record with '${withoutTrailingDot(facts.owner)}. 3600 IN SRV 0 0 1688 <kms-host>.${facts.domain}.'.`,
        ],
      })),
};
