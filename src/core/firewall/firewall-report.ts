// The facts about rules in the form of the documents.
import type { FirewallFacts } from "../checks/firewall-facts.ts";
import { formatAddress } from "../net/address.ts";
import { setToCidrs, type AddressSet } from "../net/address-set.ts";
import { formatCidr } from "../net/cidr.ts";
import type { DecisiveRule, FirewallReport } from "../run/firewall-report.ts";
import type { Decision } from "./evaluate.ts";

export function firewallReport(
  { question, evaluation, exposure, change }: FirewallFacts,
  formats: readonly string[],
  assumptions: readonly string[],
): FirewallReport {
  const { lower, upper, isExact, decisions, shadowed } = evaluation;
  return {
    host: question.host === null ? null : formatAddress(question.host),
    port: question.port,
    formats: [...new Set(formats)],
    assumptions,
    exact: isExact,
    allowed: cidrsOf(lower),
    bounds: isExact ? null : { lower: cidrsOf(lower), upper: cidrsOf(upper) },
    blockedClients: cidrsOf(exposure.blocked),
    exposed: cidrsOf(exposure.exposed),
    decisive: decisions.flatMap(decisive),
    shadowed: shadowed.map(({ rule: { text, file, line }, by }) => ({
      rule: text,
      file,
      line,
      by: by === null ? "earlier rules together" : `${by.file}:${by.line}: ${by.text}`,
    })),
    smallestChange:
      change === null ? null : { text: change.text, allowedAfter: cidrsOf(change.allowedAfter) },
  };
}

/** What may go either way is decided by nobody; the finding about it names the rule. */
function decisive({ by: { text, file, line }, effect, set }: Decision): readonly DecisiveRule[] {
  return effect === "doubt" ? [] : [{ rule: text, file, line, effect, cidrs: cidrsOf(set) }];
}

function cidrsOf(set: AddressSet): readonly string[] {
  return setToCidrs(set).map(formatCidr);
}
