// suffix-none and suffix-not-covered: what the machine's own DNS suffixes lead to.
import { withoutTrailingDot } from "../dns/owner-name.ts";
import { KMS_PORT } from "../kms/service.ts";
import { hostWord, hostWordNote } from "../text/shell-word.ts";
import type { Rule } from "./rule.ts";
import type { DomainFacts } from "../run/observation.ts";
import { newSrvLine } from "./srv-line.ts";
import { sayAnswer } from "./wording.ts";

export type SuffixFacts = {
  /** The suffixes of this machine in the order in which a client tries them. */
  readonly suffixes: readonly string[];
  /** Where suffixes were looked for. */
  readonly sources: readonly string[];
  /** What was found for each suffix. */
  readonly domains: readonly Pick<DomainFacts, "domain" | "owner" | "answers">[];
};

export const suffixNone: Rule<SuffixFacts> = {
  id: "suffix-none",
  severity: "error",
  judge: ({ suffixes, sources }) =>
    suffixes.length > 0
      ? []
      : [
          {
            subject: "this machine",
            title: "This machine has no DNS suffix",
            detail: "A KMS client here has no domain to ask in: it sends no query at all (0x8007007B).",
            evidence: sources.length > 0 ? sources : ["no source of suffixes was found"],
            remedy: [
              "Give the machine a primary DNS suffix, join it to the domain, or let DHCP hand out option 15.",
              "Or name the domain to the client: slmgr /skms-domain DOMAIN",
              "To look at a domain from here: kms-doctor discover DOMAIN",
            ],
          },
        ],
};

export const suffixNotCovered: Rule<SuffixFacts> = {
  id: "suffix-not-covered",
  severity: "warning",
  judge: ({ domains }) => {
    const has = (facts: (typeof domains)[number], presence: "found" | null): boolean =>
      facts.answers.some((answer) => answer.presence === presence);
    const covered = domains.find((facts) => has(facts, "found"));
    if (covered === undefined) return [];
    return domains
      .filter((facts) => !has(facts, "found") && facts.answers.some((answer) => answer.presence !== null))
      .map((facts) => ({
        subject: withoutTrailingDot(facts.owner),
        title: `The suffix ${facts.domain} has no KMS record, while ${covered.domain} has one`,
        detail: `Clients whose only suffix is ${facts.domain} find no host.`,
        evidence: [...facts.answers.map(sayAnswer), ...covered.answers.map(sayAnswer)],
        remedy: [
          `Publish there too: on the KMS host add ${hostWord(facts.domain, "DOMAIN")} and the host's own domain to the registry value DnsDomainPublishList, then restart sppsvc${hostWordNote(facts.domain, "DOMAIN")}.`,
          `Or publish it by hand. ${newSrvLine(facts.owner, KMS_PORT)}`,
        ],
      }));
  },
};
