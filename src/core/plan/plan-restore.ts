// Plans the way back: from the records as a change left them to the records as they were before it.
import { isSameRecord, rdataText, type Change, type PlanRecord } from "./change.ts";
import { plannedRrsets, recordsOf, sameRrset, sayRecord, type Plan, type SeenRrset } from "./plan.ts";

export type Restoration =
  /** The zone is as the change left it. */
  | { readonly kind: "possible"; readonly plan: Plan }
  /** The zone is as it was before: the change never arrived, or was taken back. */
  | { readonly kind: "not-needed" }
  /** Somebody changed it since: what differs, one line each. */
  | { readonly kind: "overtaken"; readonly differences: readonly string[] };

/**
 * `now`: the same RRsets as `done` has seen, as they are now. TTLs are given back only where the change gave others: a TTL
 * that somebody set since is theirs.
 */
export function planRestore(done: Plan, now: readonly SeenRrset[]): Restoration {
  const setsTtl = hasOtherTtl(done);
  if (done.seen.every((before) => sameRrset(before.records, recordsOf(now, before), setsTtl)))
    return { kind: "not-needed" };
  const left = plannedRrsets(done);
  const differences = left.flatMap((after) => differencesOf(after, recordsOf(now, after), setsTtl));
  if (differences.length > 0) return { kind: "overtaken", differences };
  const changes = done.seen.flatMap((before) => changesBack(recordsOf(now, before), before.records, setsTtl));
  const seen = done.seen.map((before) => ({ ...before, records: recordsOf(now, before) }));
  return { kind: "possible", plan: { zone: done.zone, seen, changes, goals: [], notes: [] } };
}

/** The change took a record away and wrote it again with another TTL. */
function hasOtherTtl({ changes }: Plan): boolean {
  const added = changes.filter(({ action }) => action === "add");
  return changes.some(
    ({ action, record }) =>
      action === "delete" && added.some((change) => isSameRecord(change.record, record)),
  );
}

function differencesOf(after: SeenRrset, now: readonly PlanRecord[], setsTtl: boolean): readonly string[] {
  const say = setsTtl ? sayRecord : rdataText;
  const lacks = (list: readonly PlanRecord[], record: PlanRecord): boolean =>
    !list.some((other) => say(other) === say(record));
  return [
    ...after.records
      .filter((record) => lacks(now, record))
      .map((record) => `gone since: ${sayRecord(record)}`),
    ...now
      .filter((record) => lacks(after.records, record))
      .map((record) => `new since: ${sayRecord(record)}`),
  ];
}

function changesBack(
  now: readonly PlanRecord[],
  before: readonly PlanRecord[],
  setsTtl: boolean,
): readonly Change[] {
  const say = setsTtl ? sayRecord : rdataText;
  const lacks = (list: readonly PlanRecord[], record: PlanRecord): boolean =>
    !list.some((other) => say(other) === say(record));
  return [
    ...now.filter((record) => lacks(before, record)).map((record): Change => ({ action: "delete", record })),
    ...before
      .filter((record) => lacks(now, record))
      .map((record): Change => ({
        action: "add",
        record: { ...record, ttlSeconds: ttlBack(record, now, before, setsTtl) },
      })),
  ];
}

/** A record that comes back joins its set: with its own TTL, or with the one that somebody gave the set since. */
function ttlBack(
  record: PlanRecord,
  now: readonly PlanRecord[],
  before: readonly PlanRecord[],
  setsTtl: boolean,
): number {
  if (setsTtl) return record.ttlSeconds;
  const stayed = now.filter((other) => before.some((old) => isSameRecord(old, other)));
  const isUntouched = stayed.every((other) =>
    before.some((old) => isSameRecord(old, other) && old.ttlSeconds === other.ttlSeconds),
  );
  return isUntouched ? record.ttlSeconds : Math.min(...stayed.map((other) => other.ttlSeconds));
}
