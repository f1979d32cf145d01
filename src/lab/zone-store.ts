// The lab's own DNS data: zones that can be changed while the servers run.
import { InvariantError } from "../core/errors.ts";
import type { Zone } from "./dns/zone.ts";

/** A zone under the name that the scenario gives it; two may have the same apex (copies that differ). */
export type NamedZone = { readonly id: string; readonly zone: Zone };

export type ZoneStore = {
  /** The zones as they are now, all or those with these ids. */
  readonly zones: (ids?: readonly string[]) => readonly Zone[];
  readonly named: (ids?: readonly string[]) => readonly NamedZone[];
  /** Puts another state of a zone in its place, for all servers that have it. */
  readonly replace: (id: string, zone: Zone) => void;
};

export function createZoneStore(zones: readonly NamedZone[]): ZoneStore {
  const current = new Map(zones.map(({ id, zone }) => [id, zone]));
  const zoneById = (id: string): Zone => {
    const zone = current.get(id);
    if (zone === undefined) throw new InvariantError(`the lab has no zone '${id}'`);
    return zone;
  };
  const named = (ids: readonly string[] = [...current.keys()]): readonly NamedZone[] =>
    ids.map((id) => ({ id, zone: zoneById(id) }));
  return {
    zones: (ids) => named(ids).map(({ zone }) => zone),
    named,
    replace: (id, zone) => {
      zoneById(id);
      current.set(id, zone);
    },
  };
}
