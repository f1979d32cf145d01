// The lab's own DNS data: zones that can be changed while the servers run. Each change bumps the serial of its zone.
import { InvariantError } from "../core/errors.ts";
import { kmsOwnerName } from "../core/kms/service.ts";
import { type OwnerName, withoutTrailingDot } from "../core/dns/owner-name.ts";
import type { SrvRecord } from "../core/dns/record.ts";
import { createZone, isSameRecord, nextSerial, type Zone, type ZoneRecord } from "./dns/zone.ts";
import { enclosingZone } from "./dns/zone-lookup.ts";

/** A zone under the name that the scenario gives it; two may have the same apex (copies that differ). */
export type NamedZone = { readonly id: string; readonly zone: Zone };

export type SrvFields = {
  readonly target: OwnerName;
  readonly port: number;
  readonly priority?: number;
  readonly weight?: number;
  readonly ttlSeconds?: number;
};

export type ZoneStore = {
  /** The zones as they are now, all or those with these ids. */
  readonly zones: (ids?: readonly string[]) => readonly Zone[];
  readonly named: (ids?: readonly string[]) => readonly NamedZone[];
  /** Puts another state of a zone in its place, as it is, serial included. */
  readonly replace: (id: string, zone: Zone) => void;
  /** The serial of the zone that encloses the name. */
  readonly serial: (name: OwnerName) => number;
  /** Adds a record to every copy of its zone; false when it was there already. */
  readonly add: (record: ZoneRecord) => boolean;
  /** Removes a record (the TTL does not count) from every copy of its zone; false when it was not there. */
  readonly remove: (record: ZoneRecord) => boolean;
  /** Publishes a host at `_vlmcs._tcp.<domain>`. */
  readonly addSrv: (domain: OwnerName, fields: SrvFields) => boolean;
  readonly removeSrv: (domain: OwnerName, fields: SrvFields) => boolean;
};

const DEFAULT_TTL_SECONDS = 3600;

export function createZoneStore(zones: readonly NamedZone[]): ZoneStore {
  const current = new Map(zones.map(({ id, zone }) => [id, zone]));

  const named = (ids: readonly string[] = [...current.keys()]): readonly NamedZone[] =>
    ids.map((id) => ({ id, zone: zoneById(current, id) }));

  const change = (record: ZoneRecord, edit: (records: ZoneRecord[]) => ZoneRecord[] | undefined): boolean => {
    const apex = apexOf(current, record.owner);
    let hasChanged = false;
    for (const [id, zone] of current) {
      if (zone.apex !== apex) continue;
      const edited = edit([...zone.records.values()].flat());
      if (edited === undefined) continue;
      current.set(id, createZone({ ...zone.soa, serial: nextSerial(zone.soa.serial) }, edited));
      hasChanged = true;
    }
    return hasChanged;
  };

  const add = (record: ZoneRecord): boolean =>
    change(record, (records) =>
      records.some((other) => isSameRecord(other, record)) ? undefined : [...records, record],
    );
  const remove = (record: ZoneRecord): boolean =>
    change(record, (records) => {
      const kept = records.filter((other) => !isSameRecord(other, record));
      return kept.length === records.length ? undefined : kept;
    });

  return {
    zones: (ids) => named(ids).map(({ zone }) => zone),
    named,
    replace: (id, zone) => void current.set(id, zone),
    serial: (name) => {
      const zone = enclosingZone([...current.values()], name);
      if (zone === undefined) throw noZone(name);
      return zone.soa.serial;
    },
    add,
    remove,
    addSrv: (domain, fields) => add(srvRecord(domain, fields)),
    removeSrv: (domain, fields) => remove(srvRecord(domain, fields)),
  };
}

function srvRecord(domain: OwnerName, fields: SrvFields): SrvRecord {
  const owner = kmsOwnerName(domain);
  if (!owner.ok) throw new InvariantError(owner.error);
  return {
    type: "SRV",
    owner: owner.value,
    ttlSeconds: fields.ttlSeconds ?? DEFAULT_TTL_SECONDS,
    priority: fields.priority ?? 0,
    weight: fields.weight ?? 0,
    port: fields.port,
    target: fields.target,
  };
}

function apexOf(zones: ReadonlyMap<string, Zone>, owner: OwnerName): OwnerName {
  const zone = enclosingZone([...zones.values()], owner);
  if (zone === undefined) throw noZone(owner);
  return zone.apex;
}

function zoneById(zones: ReadonlyMap<string, Zone>, id: string): Zone {
  const zone = zones.get(id);
  if (zone === undefined) throw new InvariantError(`the lab has no zone '${id}'`);
  return zone;
}

function noZone(name: OwnerName): InvariantError {
  return new InvariantError(`no zone of the lab holds ${withoutTrailingDot(name)}`);
}
