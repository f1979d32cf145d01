// The facts about a zone's dynamic updates in the form of the reports.
import type { UpdatePolicyFacts } from "../core/checks/update-policy-facts.ts";
import { withoutTrailingDot } from "../core/dns/owner-name.ts";
import type { UpdatePolicyReport } from "../core/run/zone-report.ts";

export function updatePolicyReport(facts: UpdatePolicyFacts): UpdatePolicyReport {
  const { zone, primary, policy, rcode, evidence, serialBefore, serialAfter } = facts;
  return {
    zone: withoutTrailingDot(zone),
    primary,
    policy,
    rcode,
    evidence,
    serialBefore,
    serialAfter,
  };
}
