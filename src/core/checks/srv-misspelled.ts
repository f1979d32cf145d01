// srv-misspelled: the right owner is missing, but a near miss of it has SRV records.
import { prependLabels, withoutTrailingDot, type OwnerName } from "../dns/owner-name.ts";
import type { DiagnosedDomain } from "./diagnosis-facts.ts";
import type { Rule } from "./rule.ts";
import { srvLine } from "./srv-line.ts";
import { sayAnswer, sayRdata } from "./wording.ts";

const NEAR_MISSES: readonly (readonly string[])[] = [
  ["_vmlcs", "_tcp"],
  ["_vlmc", "_tcp"],
  ["_vlmcs", "tcp"],
  ["vlmcs", "_tcp"],
  ["_vlmcs", "_udp"],
  ["_kms", "_tcp"],
];

/** Owner names that people write by mistake, and the one that a missing trailing dot makes (`owner.domain.domain`). */
export function nearMissesOf(domain: OwnerName): readonly OwnerName[] {
  const labels = withoutTrailingDot(domain).split(".");
  const names = [
    ...NEAR_MISSES.map((wrong) => prependLabels(wrong, domain)),
    prependLabels(["_vlmcs", "_tcp", ...labels], domain),
  ];
  return names.flatMap((name) => (name.ok ? [name.value] : []));
}

export const srvMisspelled: Rule<DiagnosedDomain> = {
  id: "srv-misspelled",
  severity: "error",
  judge: (facts) => {
    const isMissing = facts.answers.some(({ presence }) => presence !== null) && facts.records.length === 0;
    return facts.nearMisses
      .filter((miss) => isMissing && miss.records.length > 0)
      .map((miss) => {
        const owner = withoutTrailingDot(facts.owner);
        const wrong = miss.question.replace(/ SRV$/, "");
        return {
          subject: owner,
          title: `The KMS records of ${facts.domain} stand at a wrong name: ${wrong}`,
          detail: `Clients ask for ${owner} and find nothing; the records were written for another name.`,
          evidence: [
            `${miss.question} ${miss.records.map(sayRdata).join(" and ")}: ${sayAnswer(miss)}`,
            ...facts.answers.filter(({ presence }) => presence !== null).map(sayAnswer),
          ],
          remedy: [
            ...miss.records.map(
              (record) => `Write the record for the right name. ${srvLine(facts.owner, record)}`,
            ),
            "Then remove the records at the wrong name. In a zone file, an absolute name ends in a dot.",
          ],
        };
      });
  },
};
