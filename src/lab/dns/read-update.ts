// Reads an UPDATE request (RFC 2136 section 2): the sections have the form of those of a query under other names.
import type { OwnerName } from "../../core/dns/owner-name.ts";
import { readLayout, type RecordLayout } from "../../core/dns/message-layout.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { LabRecord } from "./lab-message.ts";
import { readLabRecord } from "./read-rdata.ts";

export const CLASS_NONE = 254;
export const CLASS_ANY = 255;
export const TYPE_ANY = 255;

/** One record of the prerequisite or of the update section. */
export type UpdateRecord = {
  readonly owner: OwnerName;
  readonly typeCode: number;
  readonly classCode: number;
  /** False where a TTL stands that must be 0. */
  readonly hasNoTtl: boolean;
  readonly hasNoRdata: boolean;
  /** What the rdata say; null where there are none, and for types that the lab does not hold. */
  readonly record: LabRecord | null;
};

export type UpdateRequest = {
  /** Null unless the zone section has exactly one entry. */
  readonly zone: { readonly name: OwnerName; readonly typeCode: number; readonly classCode: number } | null;
  readonly prerequisites: readonly UpdateRecord[];
  readonly updates: readonly UpdateRecord[];
};

const ZOCOUNT_AT = 4;

/** The error is the reason of a FORMERR. */
export function readUpdate(bytes: Uint8Array): Result<UpdateRequest, string> {
  const layout = readLayout(bytes);
  if (!layout.ok) return err(layout.error.reason);
  const { question, answers, authorities, trailingBytes } = layout.value;
  if (trailingBytes > 0) return err("octets follow the last record");
  const prerequisites = readRecords(bytes, answers);
  if (!prerequisites.ok) return prerequisites;
  const updates = readRecords(bytes, authorities);
  if (!updates.ok) return updates;
  const zones = ((bytes[ZOCOUNT_AT] ?? 0) << 8) | (bytes[ZOCOUNT_AT + 1] ?? 0);
  return ok({
    zone: zones === 1 ? question : null,
    prerequisites: prerequisites.value,
    updates: updates.value,
  });
}

function readRecords(
  bytes: Uint8Array,
  layouts: readonly RecordLayout[],
): Result<readonly UpdateRecord[], string> {
  const records: UpdateRecord[] = [];
  for (const layout of layouts) {
    const { owner, typeCode, classCode, rdataStart } = layout;
    const hasNoRdata = layout.rdataLength === 0 && (classCode === CLASS_ANY || classCode === CLASS_NONE);
    const record = hasNoRdata ? ok(null) : readLabRecord(bytes, layout);
    if (!record.ok) return err(record.error.reason);
    const hasNoTtl = bytes.subarray(rdataStart - 6, rdataStart - 2).every((octet) => octet === 0);
    records.push({ owner, typeCode, classCode, hasNoTtl, hasNoRdata, record: record.value });
  }
  return ok(records);
}
