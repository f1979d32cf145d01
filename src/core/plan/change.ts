// What a plan changes in a zone, record by record, and how it is written down.
import { withoutTrailingDot } from "../dns/owner-name.ts";
import { addressRdataWire, srvRdataWire } from "../dns/rdata-wire.ts";
import type { AddressRecord, SrvRecord } from "../dns/record.ts";

/** The records that the tool publishes. */
export type PlanRecord = SrvRecord | AddressRecord;

export type Change = { readonly action: "add" | "delete"; readonly record: PlanRecord };

/** A record as the JSON documents have it; names without the trailing dot. */
export type RecordReport = {
  readonly owner: string;
  readonly type: "SRV" | "A" | "AAAA";
  /** `0 0 1688 kms1.corp.test`, or the address. */
  readonly rdata: string;
  readonly ttl: number;
};

export type ChangeReport = { readonly action: "add" | "delete" } & RecordReport;

export function changeReport({ action, record }: Change): ChangeReport {
  return { action, ...recordReport(record) };
}

export function recordReport(record: PlanRecord): RecordReport {
  const { owner, type, ttlSeconds: ttl } = record;
  return { owner: withoutTrailingDot(owner), type, rdata: rdataText(record), ttl };
}

export function rdataText(record: PlanRecord): string {
  return record.type === "SRV"
    ? `${record.priority} ${record.weight} ${record.port} ${withoutTrailingDot(record.target)}`
    : record.address;
}

export function rdataWire(record: PlanRecord): Uint8Array {
  return record.type === "SRV" ? srvRdataWire(record) : addressRdataWire(record.address);
}

/** True for the same record, whatever its TTL. */
export function isSameRecord(left: PlanRecord, right: PlanRecord): boolean {
  return left.type === right.type && left.owner === right.owner && rdataText(left) === rdataText(right);
}
