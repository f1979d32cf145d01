// One zone in memory: its SOA, its records by owner, and the names that exist (empty non-terminals too, RFC 4592).
import { InvariantError } from "../../core/errors.ts";
import { isAtOrBelow, type OwnerName, parentName, withoutTrailingDot } from "../../core/dns/owner-name.ts";
import type { SoaRecord } from "../../core/dns/record.ts";
import type { LabRecord } from "./lab-message.ts";

/** Records other than the SOA, of which a zone has exactly one. */
export type ZoneRecord = Exclude<LabRecord, SoaRecord>;

export type Zone = {
  readonly apex: OwnerName;
  readonly soa: SoaRecord;
  readonly records: ReadonlyMap<OwnerName, readonly ZoneRecord[]>;
  readonly names: ReadonlySet<OwnerName>;
};

/** Throws InvariantError for a record outside the zone. Equal records are kept once (RFC 2181 section 5). */
export function createZone(soa: SoaRecord, records: Iterable<ZoneRecord>): Zone {
  const apex = soa.owner;
  const byOwner = new Map<OwnerName, ZoneRecord[]>();
  const names = new Set<OwnerName>([apex]);
  for (const record of records) {
    if (!isAtOrBelow(record.owner, apex))
      throw new InvariantError(
        `${withoutTrailingDot(record.owner)} lies outside the zone ${withoutTrailingDot(apex)}`,
      );
    const atOwner = byOwner.get(record.owner) ?? [];
    if (atOwner.length === 0) addNames(names, record.owner, apex);
    if (!atOwner.some((other) => isSameRecord(other, record))) atOwner.push(record);
    byOwner.set(record.owner, atOwner);
  }
  return { apex, soa, records: byOwner, names };
}

/** Same owner, type and rdata; the TTL does not count. */
export function isSameRecord(left: LabRecord, right: LabRecord): boolean {
  if (left.owner !== right.owner || left.type !== right.type) return false;
  return rdataKey(left) === rdataKey(right);
}

/** The serial after this one (RFC 1982); 0 is left out, some software takes it for 'unknown'. */
export function nextSerial(serial: number): number {
  return serial >= 0xffff_ffff ? 1 : serial + 1;
}

function addNames(names: Set<OwnerName>, owner: OwnerName, apex: OwnerName): void {
  for (let name: OwnerName | undefined = owner; name !== undefined && name !== apex; name = parentName(name))
    names.add(name);
}

/** The records at a name, the SOA among them; none where there is no such name. */
export function recordsOf(zone: Zone, owner: OwnerName): readonly LabRecord[] {
  const own: readonly LabRecord[] = zone.records.get(owner) ?? [];
  return owner === zone.apex ? [zone.soa, ...own] : own;
}

/** The rdata as one comparable text. */
export function rdataKey(record: LabRecord): string {
  switch (record.type) {
    case "A":
    case "AAAA":
      return record.address;
    case "SRV":
      return `${record.priority} ${record.weight} ${record.port} ${record.target}`;
    case "SOA": {
      const { mname, rname, serial, refresh, retry, expire, minimum } = record;
      return [mname, rname, serial, refresh, retry, expire, minimum].join(" ");
    }
    default:
      return record.target;
  }
}
