// A plan in its reported form, and the question whether it is to be carried out.
import { UnsafePlanError } from "../../core/errors.ts";
import { formatEndpoint, type Endpoint } from "../../core/net/endpoint.ts";
import { canonicalPlan, type Plan } from "../../core/plan/plan.ts";
import { planReport, type PlanReport } from "../../core/plan/plan-report.ts";
import type { PublishPorts } from "./publish-ports.ts";

export function reportOf(plan: Plan, primary: Endpoint, { digest }: PublishPorts): PlanReport {
  return planReport(plan, formatEndpoint(primary), digest(canonicalPlan(plan)));
}

/** False where the run was interrupted at the question. */
export async function isConfirmed(
  reports: readonly PlanReport[],
  { confirm }: PublishPorts,
  signal: AbortSignal,
): Promise<boolean> {
  if (await confirm(reports, signal)) return true;
  if (signal.aborted) return false;
  throw new UnsafePlanError("nothing was changed: the plan was not confirmed", {
    hint: "Repeat it and answer 'y', or add --yes.",
  });
}
