// What the update section makes of a zone (RFC 2136 sections 3.4 and 3.6). Pure: all of it or nothing.
import { isAtOrBelow, type OwnerName } from "../../core/dns/owner-name.ts";
import { RCODE } from "../../core/dns/rcode.ts";
import { CLASS_IN, recordTypeCode, TYPE_CODES } from "../../core/dns/record-type.ts";
import type { SoaRecord } from "../../core/dns/record.ts";
import { compareSerials } from "../../core/dns/soa.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { LabRecord } from "./lab-message.ts";
import { CLASS_ANY, CLASS_NONE, TYPE_ANY, type UpdateRecord } from "./read-update.ts";
import { createZone, isSameRecord, nextSerial, rdataKey, type Zone, type ZoneRecord } from "./zone.ts";

/** The lab is for trying things out: a zone that grows beyond this is the work of a runaway client. */
export const MAX_ZONE_RECORDS = 2_000;

/** Types that ask for something or go with a message: no record in a zone has them (RFC 6895 section 3.1). */
const [FIRST_META_TYPE, LAST_META_TYPE] = [128, 255];
const SINGLETONS: readonly LabRecord["type"][] = ["CNAME", "DNAME", "SOA"];

/** NOERROR, or what is wrong with the first update that is none (RFC 2136 section 3.4.1). */
export function prescanUpdates(zone: Zone, updates: readonly UpdateRecord[]): number {
  for (const update of updates) {
    if (!isAtOrBelow(update.owner, zone.apex)) return RCODE.NOTZONE;
    if (!isWellFormed(update)) return RCODE.FORMERR;
  }
  // The lab can't keep a record of any other type, and does not say that it did.
  const isForeign = updates.some(({ classCode, record }) => classCode === CLASS_IN && record === null);
  return isForeign ? RCODE.REFUSED : RCODE.NOERROR;
}

function isWellFormed({ typeCode, classCode, hasNoTtl, hasNoRdata }: UpdateRecord): boolean {
  const isAny = typeCode === TYPE_ANY;
  const isMeta =
    !isAny && (typeCode === TYPE_CODES.OPT || (typeCode >= FIRST_META_TYPE && typeCode <= LAST_META_TYPE));
  if (isMeta) return false;
  if (classCode === CLASS_IN) return !isAny;
  if (classCode === CLASS_ANY) return hasNoTtl && hasNoRdata;
  return classCode === CLASS_NONE && hasNoTtl && !isAny;
}

/** The same zone where nothing really changes, else one with a higher serial. The error is an RCODE. */
export function applyUpdates(zone: Zone, updates: readonly UpdateRecord[]): Result<Zone, number> {
  const before = [zone.soa, ...[...zone.records.values()].flat()];
  let records: readonly LabRecord[] = before;
  for (const update of updates) {
    records = applyUpdate(zone.apex, records, update);
    if (records.length > MAX_ZONE_RECORDS) return err(RCODE.SERVFAIL);
  }
  if (isSameZone(before, records)) return ok(zone);
  const soa = records.find((record): record is SoaRecord => record.type === "SOA") ?? zone.soa;
  const others = records.filter((record): record is ZoneRecord => record.type !== "SOA");
  const serial = soa.serial === zone.soa.serial ? nextSerial(soa.serial) : soa.serial;
  return ok(createZone({ ...soa, serial }, others));
}

function applyUpdate(
  apex: OwnerName,
  records: readonly LabRecord[],
  { owner, typeCode, classCode, record }: UpdateRecord,
): readonly LabRecord[] {
  if (classCode === CLASS_IN) return record === null ? records : addRecord(apex, records, record);
  const isApex = owner === apex;
  if (classCode === CLASS_ANY)
    return records.filter((other) => {
      // What makes the zone a zone stays (section 3.4.2.3).
      if (other.owner !== owner || (isApex && (other.type === "SOA" || other.type === "NS"))) return true;
      return typeCode !== TYPE_ANY && recordTypeCode(other) !== typeCode;
    });
  if (record === null || record.type === "SOA") return records;
  const isLastNameServer =
    isApex &&
    record.type === "NS" &&
    records.filter((other) => other.owner === apex && other.type === "NS").length === 1;
  return isLastNameServer ? records : records.filter((other) => !isSameRecord(other, record));
}

/** Section 3.4.2.2. A set has one TTL (RFC 2181 section 5.2): that of the record that came last. */
function addRecord(apex: OwnerName, records: readonly LabRecord[], record: LabRecord): readonly LabRecord[] {
  const { owner, type, ttlSeconds } = record;
  const here = records.filter((other) => other.owner === owner);
  // An alias stands alone: whoever comes second is passed over without an error.
  if (here.some((other) => (other.type === "CNAME") !== (type === "CNAME"))) return records;
  if (record.type === "SOA" && !isNewerSoa(apex, here, record)) return records;
  const isInSet = (other: LabRecord): boolean => other.owner === owner && other.type === type;
  const kept = SINGLETONS.includes(type)
    ? records.filter((other) => !isInSet(other))
    : records
        .filter((other) => !isSameRecord(other, record))
        .map((other) => (isInSet(other) ? { ...other, ttlSeconds } : other));
  return [...kept, record];
}

function isNewerSoa(apex: OwnerName, here: readonly LabRecord[], soa: SoaRecord): boolean {
  const current = here.find((record) => record.type === "SOA");
  return (
    soa.owner === apex && current?.type === "SOA" && compareSerials(soa.serial, current.serial) === "newer"
  );
}

function isSameZone(left: readonly LabRecord[], right: readonly LabRecord[]): boolean {
  if (left.length !== right.length) return false;
  const known = new Set(left.map(wholeKey));
  return right.every((record) => known.has(wholeKey(record)));
}

function wholeKey(record: LabRecord): string {
  return `${record.owner} ${record.type} ${record.ttlSeconds} ${rdataKey(record)}`;
}
