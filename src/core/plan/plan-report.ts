// A plan as events and documents have it: what is changed where, and a digest by which it is known again.
import { withoutTrailingDot } from "../dns/owner-name.ts";
import { changeReport, isSameRecord, recordReport, type ChangeReport, type RecordReport } from "./change.ts";
import type { Plan } from "./plan.ts";

export type PlanReport = {
  readonly zone: string;
  /** `ADDR:PORT` of the server that gets the update. */
  readonly primary: string;
  readonly changes: readonly ChangeReport[];
  /** Records of the same owners and types that stay as they are. */
  readonly kept: readonly RecordReport[];
  readonly notes: readonly string[];
  /** The same for the same plan on the same records. */
  readonly digest: string;
};

export function planReport(plan: Plan, primary: string, digest: string): PlanReport {
  const deleted = plan.changes.filter(({ action }) => action === "delete").map(({ record }) => record);
  const kept = plan.seen
    .flatMap(({ records }) => records)
    .filter((record) => !deleted.some((other) => isSameRecord(other, record)));
  return {
    zone: withoutTrailingDot(plan.zone),
    primary,
    changes: plan.changes.map(changeReport),
    kept: kept.map(recordReport),
    notes: plan.notes,
    digest,
  };
}
