// The use case `update-policy` as a run of events.
import { POLICY_RULES } from "../core/checks/catalogue.ts";
import { judge } from "../core/checks/rule.ts";
import { withoutTrailingDot } from "../core/dns/owner-name.ts";
import type { RunEvent } from "../core/run/event.ts";
import { runEvents, type RunInfo, type RunPorts } from "./run-events.ts";
import type { UpdatePolicyPorts } from "./update-policy-ports.ts";
import { updatePolicyReport } from "./update-policy-report.ts";
import { findUpdatePolicy, type UpdatePolicyQuestion } from "./update-policy.ts";

export function updatePolicyRun(
  info: RunInfo,
  question: UpdatePolicyQuestion,
  ports: UpdatePolicyPorts & RunPorts,
  signal: AbortSignal,
): AsyncGenerator<RunEvent> {
  return runEvents(info, ports, signal, async ({ emit }, runSignal) => {
    const probe = { kind: "update-policy", zone: withoutTrailingDot(question.name) } as const;
    emit({ type: "probe-started", probe });
    const facts = await findUpdatePolicy(question, ports, runSignal);
    emit({
      type: "probe-finished",
      probe,
      result: { kind: "update-policy", report: updatePolicyReport(facts) },
    });
    if (runSignal.aborted) return;
    for (const finding of judge(POLICY_RULES, facts)) emit({ type: "finding-raised", finding });
  });
}
