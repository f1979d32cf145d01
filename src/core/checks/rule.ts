// A rule turns facts into findings. Rules are pure, total and order-free; without evidence they say nothing.
import type { FindingId } from "./finding-id.ts";
import type { Finding, Severity } from "./finding.ts";

/** What a rule says; id and severity come from the rule itself, unless what was seen makes it worse than usual. */
export type Statement = Omit<Finding, "id" | "severity"> & { readonly severity?: Severity };

export type Rule<Facts> = {
  readonly id: FindingId;
  readonly severity: Severity;
  readonly judge: (facts: Facts) => readonly Statement[];
};

/** All findings that the rules see in the facts. */
export function judge<Facts>(rules: readonly Rule<Facts>[], facts: Facts): readonly Finding[] {
  return rules.flatMap((rule) =>
    rule.judge(facts).map((statement) => ({ id: rule.id, severity: rule.severity, ...statement })),
  );
}
