// What an edit changes, record by record, in the form of the JSON documents of `publish` and `zone-file`.
import { withoutTrailingDot, type OwnerName } from "../core/dns/owner-name.ts";
import type { SrvState } from "../core/dns/zone-text/plan-srv-edit.ts";

export type RecordChange = {
  readonly action: "add" | "delete";
  readonly owner: string;
  readonly type: "SRV";
  /** `0 0 1688 kms1.corp.test`, the target without its trailing dot. */
  readonly rdata: string;
  readonly ttl: number;
};

/** Records with another TTL count as deleted and added. Of equal records each counts. */
export function recordChanges(
  owner: OwnerName,
  before: readonly SrvState[],
  after: readonly SrvState[],
): readonly RecordChange[] {
  return [
    ...missingIn(after, before).map((record) => change("delete", owner, record)),
    ...missingIn(before, after).map((record) => change("add", owner, record)),
  ];
}

function missingIn(present: readonly SrvState[], wanted: readonly SrvState[]): readonly SrvState[] {
  const left = new Map<string, number>();
  for (const record of present) left.set(keyOf(record), (left.get(keyOf(record)) ?? 0) + 1);
  return wanted.filter((record) => {
    const count = left.get(keyOf(record)) ?? 0;
    left.set(keyOf(record), count - 1);
    return count <= 0;
  });
}

function keyOf(record: SrvState): string {
  return `${record.ttlSeconds} ${rdataOf(record)}`;
}

function rdataOf({ priority, weight, port, target }: SrvState): string {
  return `${priority} ${weight} ${port} ${withoutTrailingDot(target)}`;
}

function change(action: RecordChange["action"], owner: OwnerName, record: SrvState): RecordChange {
  return {
    action,
    owner: withoutTrailingDot(owner),
    type: "SRV",
    rdata: rdataOf(record),
    ttl: record.ttlSeconds,
  };
}
