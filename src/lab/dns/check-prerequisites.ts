// Whether what a client saw of a zone still holds (RFC 2136 sections 2.4 and 3.2). Pure.
import { isAtOrBelow } from "../../core/dns/owner-name.ts";
import { RCODE } from "../../core/dns/rcode.ts";
import { CLASS_IN, recordTypeCode } from "../../core/dns/record-type.ts";
import type { LabRecord } from "./lab-message.ts";
import { CLASS_ANY, CLASS_NONE, TYPE_ANY, type UpdateRecord } from "./read-update.ts";
import { rdataKey, recordsOf, type Zone } from "./zone.ts";

/** NOERROR where all hold, else the RCODE of the first that does not, or that is none. */
export function checkPrerequisites(zone: Zone, prerequisites: readonly UpdateRecord[]): number {
  const listed: UpdateRecord[] = [];
  for (const prerequisite of prerequisites) {
    const { owner, classCode, hasNoTtl, hasNoRdata } = prerequisite;
    if (!hasNoTtl) return RCODE.FORMERR;
    if (!isAtOrBelow(owner, zone.apex)) return RCODE.NOTZONE;
    if (classCode === CLASS_IN) {
      listed.push(prerequisite);
      continue;
    }
    if ((classCode !== CLASS_ANY && classCode !== CLASS_NONE) || !hasNoRdata) return RCODE.FORMERR;
    const rcode = checkExistence(zone, prerequisite);
    if (rcode !== RCODE.NOERROR) return rcode;
  }
  return isEachSetAsListed(zone, listed) ? RCODE.NOERROR : RCODE.NXRRSET;
}

function checkExistence(zone: Zone, { owner, typeCode, classCode }: UpdateRecord): number {
  const mustExist = classCode === CLASS_ANY;
  const exists = recordsOf(zone, owner).some(
    (record) => typeCode === TYPE_ANY || recordTypeCode(record) === typeCode,
  );
  if (exists === mustExist) return RCODE.NOERROR;
  if (typeCode === TYPE_ANY) return mustExist ? RCODE.NXDOMAIN : RCODE.YXDOMAIN;
  return mustExist ? RCODE.NXRRSET : RCODE.YXRRSET;
}

/** Whole sets are compared, without order, TTL and letter case: one record more or less is another set. */
function isEachSetAsListed(zone: Zone, listed: readonly UpdateRecord[]): boolean {
  const sets = new Map<string, { readonly one: UpdateRecord; readonly keys: Set<string> }>();
  for (const one of listed) {
    const name = `${one.typeCode} ${one.owner}`;
    const set = sets.get(name) ?? { one, keys: new Set() };
    sets.set(name, set);
    set.keys.add(keyOf(one.record));
  }
  return [...sets.values()].every(({ one, keys }) => {
    const present = recordsOf(zone, one.owner).filter((record) => recordTypeCode(record) === one.typeCode);
    return present.length === keys.size && present.every((record) => keys.has(rdataKey(record)));
  });
}

/** A record of a type that the lab does not hold is in none of its zones. */
function keyOf(record: LabRecord | null): string {
  return record === null ? "" : rdataKey(record);
}
