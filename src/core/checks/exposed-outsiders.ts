// exposed-outsiders: the rules let addresses outside of the client subnets reach the port.
import { intersectSets, isEmptySet } from "../net/address-set.ts";
import { changeSteps, sayBlocks, sayRule, subjectOf, type FirewallFacts } from "./firewall-facts.ts";
import type { Rule } from "./rule.ts";

const MOST_RULES = 8;

export const exposedOutsiders: Rule<FirewallFacts> = {
  id: "exposed-outsiders",
  severity: "warning",
  judge: (facts) => {
    const { exposure, evaluation, question } = facts;
    if (isEmptySet(exposure.exposed)) return [];
    const allowing = evaluation.decisions.flatMap(({ by, effect, set }) => {
      const hit = intersectSets(set, exposure.exposed);
      return effect !== "allow" || isEmptySet(hit) ? [] : [`${sayRule(by)} lets in ${sayBlocks(hit)}`];
    });
    const who = exposure.clients === null ? "everybody" : sayBlocks(exposure.exposed);
    return [
      {
        subject: subjectOf(facts),
        title: `The rules let others reach the port: ${who}`,
        detail:
          "KMS does not ask who a client is: whoever reaches the port can activate there, spoil the count, or load the host.",
        evidence: allowing.length > 0 ? allowing.slice(0, MOST_RULES) : ["no rule and no policy stops them"],
        remedy: changeSteps(facts) ?? [
          `Allow TCP ${question.port} from the networks of the clients only (--clients names them).`,
        ],
      },
    ];
  },
};
