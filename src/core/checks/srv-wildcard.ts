// srv-wildcard: a random sibling of `_vlmcs` has SRV records, too: they come from a wildcard.
import { withoutTrailingDot } from "../dns/owner-name.ts";
import type { DiagnosedDomain } from "./diagnosis-facts.ts";
import type { Rule } from "./rule.ts";
import { srvLine } from "./srv-line.ts";
import { sayAnswer } from "./wording.ts";

export const srvWildcard: Rule<DiagnosedDomain> = {
  id: "srv-wildcard",
  severity: "warning",
  judge: (facts) => {
    const { sibling } = facts;
    if (sibling?.presence !== "found" || facts.records.length === 0) return [];
    return [
      {
        subject: withoutTrailingDot(facts.owner),
        title: `The KMS records of ${facts.domain} come from a wildcard`,
        detail:
          "Any service name in this domain yields these hosts: other clients are sent to them, and a misspelling goes unnoticed.",
        evidence: [`${sibling.question}: ${sayAnswer(sibling)}`, ...facts.answers.map(sayAnswer)],
        remedy: [
          ...facts.records.map((record) => `Write the record itself. ${srvLine(facts.owner, record)}`),
          "Then remove the wildcard record.",
        ],
      },
    ];
  },
};
