// rules-not-understood: a rule could not be evaluated, so that the answer is a lower and an upper bound.
import { formatAddress } from "../net/address.ts";
import { isEmptySet, subtractSets } from "../net/address-set.ts";
import { sayBlocks, sayRule, type FirewallFacts } from "./firewall-facts.ts";
import type { Rule, Statement } from "./rule.ts";

const MOST_RULES = 12;

export const rulesNotUnderstood: Rule<FirewallFacts> = {
  id: "rules-not-understood",
  severity: "warning",
  judge: ({ evaluation, question, files }) => {
    const { doubts, isExact, lower, upper } = evaluation;
    if (isExact) return [];
    const gap = sayBlocks(subtractSets(upper, lower));
    const byFile = Map.groupBy(doubts, ({ rule }) => rule.file);
    const statements = [...byFile].map(([file, inFile]): Statement => ({
      subject: file,
      title: `${inFile.length === 1 ? "A rule" : `${inFile.length} rules`} could not be evaluated`,
      detail: `Whether ${gap} can reach TCP ${question.port} depends on what the dump does not tell: the result is a lower and an upper bound.`,
      evidence: inFile.slice(0, MOST_RULES).map(({ rule, why }) => `${sayRule(rule)} (${why})`),
      remedy: [
        "Where the interface, the zone or the profile is open, name it: --interface, --zone, --profile; likewise --host.",
        "Try from such an address: Test-NetConnection HOST -Port PORT, or kms-doctor probe HOST there.",
      ],
    }));
    if (statements.length > 0 || isEmptySet(subtractSets(upper, lower))) return statements;
    const family = question.host?.family === 6 ? "IPv6" : "IPv4";
    const host = question.host === null ? "the host" : formatAddress(question.host);
    return [
      {
        subject: files[0] ?? "rules",
        title: `The files say nothing about ${family}`,
        detail: `${host} is reached over ${family}, and the rules for it are in another dump: nothing is known about it.`,
        evidence: [`${files.join(", ")}: no rules for ${family}`],
        remedy: [
          family === "IPv6"
            ? "Add the file that this prints, as root: ip6tables-save"
            : "Add the file that this prints, as root: iptables-save",
        ],
      },
    ];
  },
};
