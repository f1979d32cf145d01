// srv-single-host: only one host is published, so there is no fail-over.
import { withoutTrailingDot } from "../dns/owner-name.ts";
import { targetsOf } from "../dns/published.ts";
import type { DomainFacts } from "../run/observation.ts";
import type { Rule } from "./rule.ts";
import { sayWhoHas } from "./wording.ts";

export const srvSingleHost: Rule<DomainFacts> = {
  id: "srv-single-host",
  severity: "info",
  judge: (facts) => {
    const targets = targetsOf(facts.records);
    const only = targets[0];
    const record = facts.records.find((candidate) => candidate.target === only);
    if (targets.length !== 1 || only === undefined || record === undefined) return [];
    return [
      {
        subject: withoutTrailingDot(facts.owner),
        title: `${withoutTrailingDot(only)} is the only published host`,
        detail:
          "While it is down no client can activate or renew. Activations last 180 days, so short outages do no harm.",
        evidence: sayWhoHas(facts, record),
        remedy: [
          "Nothing, for small sites. Above 50 machines a second KMS host is advisable; hosts do not share counts.",
        ],
      },
    ];
  },
};
