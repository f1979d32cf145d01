// A change of zones while its plans, answers and verifications come in.
import type { ChangeReport, RecordReport } from "../plan/change.ts";
import type { PlanReport } from "../plan/plan-report.ts";
import type { ReplicaReport } from "./replica-report.ts";
import type { ChangeApplied } from "./event.ts";

export type ChangeDraft = {
  /** By zone; a plan that was made anew takes the place of the first. */
  readonly plans: Map<string, PlanReport>;
  readonly applied: Map<string, ChangeApplied>;
  readonly verified: ReplicaReport[];
};

/** The result of `publish`, `unpublish` and `undo`. Zone, primary and digest are those of the SRV record. */
export type ChangeResult = {
  readonly zone: string | null;
  readonly primary: string | null;
  readonly changes: readonly ChangeReport[];
  /** True once the primaries show all of it; null where that could not be read; false where nothing was changed. */
  readonly applied: boolean | null;
  readonly rcode: string | null;
  readonly verified: readonly ReplicaReport[];
  /** Records of the same names and types that stay. */
  readonly kept: readonly RecordReport[];
  readonly notes: readonly string[];
  readonly digest: string | null;
  /** For `undo`; null where nothing was sent. */
  readonly journal: string | null;
};

export function changeDraft(): ChangeDraft {
  return { plans: new Map(), applied: new Map(), verified: [] };
}

export function changeResult({ plans, applied, verified }: ChangeDraft): ChangeResult {
  const all = [...plans.values()];
  const last = all.at(-1);
  const answers = [...applied.values()];
  const changing = all.filter((plan) => plan.changes.length > 0);
  return {
    zone: last?.zone ?? null,
    primary: last?.primary ?? null,
    changes: all.flatMap((plan) => plan.changes),
    applied: joinApplied(answers, changing.length),
    rcode: answers.at(-1)?.rcode ?? null,
    verified,
    kept: all.flatMap((plan) => plan.kept),
    notes: all.flatMap((plan) => plan.notes),
    digest: last?.digest ?? null,
    journal: answers.at(-1)?.journal ?? null,
  };
}

function joinApplied(answers: readonly ChangeApplied[], wanted: number): boolean | null {
  if (answers.some(({ applied }) => applied === null)) return null;
  return wanted > 0 && answers.filter(({ applied }) => applied === true).length >= wanted;
}
