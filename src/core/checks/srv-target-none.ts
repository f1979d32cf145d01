// srv-target-none: the target is ".", the service is declared as not available (RFC 2782).
import { withoutTrailingDot } from "../dns/owner-name.ts";
import { KMS_PORT } from "../kms/service.ts";
import type { DomainFacts } from "../run/observation.ts";
import type { Rule } from "./rule.ts";
import { newSrvLine } from "./srv-line.ts";
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
          `If clients of this domain shall activate, replace the record. ${newSrvLine(facts.owner, KMS_PORT, facts.domain)}`,
        ],
      })),
};
