// Plans the way back: from the records as a change left them to the records as they were before it, TTLs included.
import { rdataText, type Change, type PlanRecord } from "./change.ts";
import { plannedRrsets, sameRrset, sayRecord, type Plan, type SeenRrset } from "./plan.ts";

export type Restoration =
  /** The zone is as the change left it. */
  | { readonly kind: "possible"; readonly plan: Plan }
  /** The zone is as it was before: the change never arrived, or was taken back. */
  | { readonly kind: "not-needed" }
  /** Somebody changed it since: what differs, one line each. */
  | { readonly kind: "overtaken"; readonly differences: readonly string[] };

/** `now`: the same RRsets as `done` has seen, as they are now. */
export function planRestore(done: Plan, now: readonly SeenRrset[]): Restoration {
  if (done.seen.every((before) => sameRrset(before.records, recordsOf(now, before), true)))
    return { kind: "not-needed" };
  const left = plannedRrsets(done);
  const differences = left.flatMap((after) => differencesOf(after, recordsOf(now, after)));
  if (differences.length > 0) return { kind: "overtaken", differences };
  const changes = done.seen.flatMap((before) => changesBack(recordsOf(now, before), before.records));
  const seen = done.seen.map((before) => ({ ...before, records: recordsOf(now, before) }));
  return { kind: "possible", plan: { zone: done.zone, seen, changes, goals: [], notes: [] } };
}

/** Servers keep one TTL for a set, so only the records themselves are compared. */
function differencesOf(after: SeenRrset, now: readonly PlanRecord[]): readonly string[] {
  const lacks = (list: readonly PlanRecord[], record: PlanRecord): boolean =>
    !list.some((other) => rdataText(other) === rdataText(record));
  return [
    ...after.records
      .filter((record) => lacks(now, record))
      .map((record) => `gone since: ${sayRecord(record)}`),
    ...now
      .filter((record) => lacks(after.records, record))
      .map((record) => `new since: ${sayRecord(record)}`),
  ];
}

function changesBack(now: readonly PlanRecord[], before: readonly PlanRecord[]): readonly Change[] {
  const lacks = (list: readonly PlanRecord[], record: PlanRecord): boolean =>
    !list.some((other) => sayRecord(other) === sayRecord(record));
  return [
    ...now.filter((record) => lacks(before, record)).map((record): Change => ({ action: "delete", record })),
    ...before.filter((record) => lacks(now, record)).map((record): Change => ({ action: "add", record })),
  ];
}

function recordsOf(sets: readonly SeenRrset[], { owner, type }: SeenRrset): readonly PlanRecord[] {
  return sets.find((set) => set.owner === owner && set.type === type)?.records ?? [];
}
