// clients-blocked: the rules keep client subnets out.
import { intersectSets, isEmptySet } from "../net/address-set.ts";
import { changeSteps, sayBlocks, sayRule, subjectOf, type FirewallFacts } from "./firewall-facts.ts";
import type { Rule } from "./rule.ts";

const MOST_RULES = 8;

export const clientsBlocked: Rule<FirewallFacts> = {
  id: "clients-blocked",
  severity: "error",
  judge: (facts) => {
    const { exposure, evaluation, question } = facts;
    if (isEmptySet(exposure.blocked)) return [];
    const denying = evaluation.decisions.flatMap(({ by, effect, set, packet }) => {
      const hit = intersectSets(set, exposure.blocked);
      return effect !== "deny" || isEmptySet(hit)
        ? []
        : [`${sayRule(by)} stops ${packet.name} of ${sayBlocks(hit)}`];
    });
    return [
      {
        subject: subjectOf(facts),
        title: `The rules keep clients out: ${sayBlocks(exposure.blocked)}`,
        detail: `Machines in these networks can't reach TCP ${question.port}, so they never activate.`,
        evidence: denying.slice(0, MOST_RULES),
        remedy: changeSteps(facts) ?? [
          `Allow TCP ${question.port} from ${sayBlocks(exposure.blocked)} before the rule that stops them.`,
        ],
      },
    ];
  },
};
