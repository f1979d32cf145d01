// A plan: what was seen in a zone, what is to be changed there, and the one update message that does it (RFC 2136).
import type { OwnerName } from "../dns/owner-name.ts";
import { TYPE_CODES } from "../dns/record-type.ts";
import type { Prerequisite, Update, UpdateMessage } from "../dns/update-message.ts";
import { isSameRecord, rdataText, rdataWire, type Change, type PlanRecord } from "./change.ts";

/** All records of one owner and type, as they were read from the primary; none where there are none. */
export type SeenRrset = {
  readonly owner: OwnerName;
  readonly type: PlanRecord["type"];
  readonly records: readonly PlanRecord[];
};

/** What one update message does. Every RRset that is changed is among those that were seen. */
export type Plan = {
  readonly zone: OwnerName;
  readonly seen: readonly SeenRrset[];
  readonly changes: readonly Change[];
  /** Records that must be there in the end although nothing has to be done for them. */
  readonly goals: readonly PlanRecord[];
  /** What a reader should know beside the changes: one sentence each. */
  readonly notes: readonly string[];
};

/**
 * The prerequisites are what was seen: where somebody else has changed the records meanwhile, the server refuses the
 * whole message, and nothing of theirs is lost. Deletions come first, so that a record can be given another TTL.
 */
export function updateMessageOf({ zone, seen, changes }: Plan): UpdateMessage {
  const deletions = changes.filter(({ action }) => action === "delete");
  const additions = changes.filter(({ action }) => action === "add");
  return {
    zone,
    prerequisites: seen.map(prerequisiteOf),
    updates: [...deletions, ...additions].map(updateOf),
  };
}

function prerequisiteOf({ owner, type, records }: SeenRrset): Prerequisite {
  const typeCode = TYPE_CODES[type];
  return records.length === 0
    ? { kind: "rrset-absent", owner, typeCode }
    : { kind: "rrset-equals", owner, typeCode, rdatas: records.map(rdataWire) };
}

function updateOf({ action, record }: Change): Update {
  const { owner, type, ttlSeconds } = record;
  const what = { owner, typeCode: TYPE_CODES[type], rdata: rdataWire(record) };
  return action === "add" ? { kind: "add", ttlSeconds, ...what } : { kind: "delete", ...what };
}

/** The RRsets as they are once the plan is carried out. */
export function plannedRrsets({ seen, changes }: Plan): readonly SeenRrset[] {
  return seen.map((rrset) => {
    const own = changes.filter(({ record }) => record.owner === rrset.owner && record.type === rrset.type);
    const deleted = own.filter(({ action }) => action === "delete");
    const kept = rrset.records.filter(
      (record) => !deleted.some((change) => isSameRecord(change.record, record)),
    );
    const added = own.filter(({ action }) => action === "add").map(({ record }) => record);
    return { ...rrset, records: [...kept, ...added] };
  });
}

/** One text for all that a plan says; equal for equal plans, whatever the order in which a server gave its records. */
export function canonicalPlan({ zone, seen, changes }: Plan): string {
  const sets = seen.map(({ owner, type, records }) => [owner, type, records.map(sayRecord).toSorted()]);
  const steps = changes.map(({ action, record }) => `${action} ${sayRecord(record)}`).toSorted();
  return JSON.stringify([zone, sets, steps]);
}

/** `_vlmcs._tcp.corp.test. 3600 SRV 0 0 1688 kms1.corp.test` */
export function sayRecord(record: PlanRecord): string {
  return `${record.owner} ${record.ttlSeconds} ${record.type} ${rdataText(record)}`;
}

/** True where both hold the same records; the TTLs count only where they are asked for. */
export function sameRrset(
  left: readonly PlanRecord[],
  right: readonly PlanRecord[],
  withTtl: boolean,
): boolean {
  const say = withTtl ? sayRecord : rdataText;
  const [one, other] = [left.map(say).toSorted(), right.map(say).toSorted()];
  return one.length === other.length && one.every((text, index) => text === other[index]);
}

/** True where the records are as they were when the plan was made, TTLs included. */
export function isAsSeen({ seen }: Plan, now: readonly SeenRrset[]): boolean {
  return seen.every((rrset) => sameRrset(rrset.records, recordsOf(now, rrset), true));
}

/** The records of the same owner and type among `sets`; none where there is no such set. */
export function recordsOf(
  sets: readonly SeenRrset[],
  { owner, type }: Pick<SeenRrset, "owner" | "type">,
): readonly PlanRecord[] {
  return sets.find((set) => set.owner === owner && set.type === type)?.records ?? [];
}

/** The part of a plan that is there now: what was added, and what is gone. */
export function carriedOutPart(plan: Plan, now: readonly SeenRrset[]): Plan {
  const records = now.flatMap((set) => set.records);
  const isThere = (record: PlanRecord): boolean =>
    records.some((other) => sayRecord(other) === sayRecord(record));
  const changes = plan.changes.filter(({ action, record }) => (action === "add") === isThere(record));
  return { ...plan, changes, goals: [] };
}

/**
 * True where what the plan adds is there and what it takes away is not. Other records may have come and gone: they are no
 * part of it. The TTL counts for records that the plan gives another one.
 */
export function isCarriedOut({ changes, goals }: Plan, now: readonly PlanRecord[]): boolean {
  const additions = changes
    .filter(({ action }) => action === "add")
    .map(({ record }) => record)
    .concat(goals);
  const deletions = changes.filter(({ action }) => action === "delete").map(({ record }) => record);
  const isRetimed = (record: PlanRecord): boolean =>
    deletions.some((deleted) => isSameRecord(deleted, record));
  const isThere = (record: PlanRecord): boolean =>
    now.some(
      (other) =>
        isSameRecord(other, record) && (!isRetimed(record) || other.ttlSeconds === record.ttlSeconds),
    );
  const isGone = (record: PlanRecord): boolean => !now.some((other) => isSameRecord(other, record));
  return (
    additions.every(isThere) &&
    deletions.every((record) => additions.some((added) => isSameRecord(added, record)) || isGone(record))
  );
}
