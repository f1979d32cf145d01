// What a server of the lab does with an UPDATE request, in the order of RFC 2136 section 3: zone, prerequisites,
// permission, prescan, update. Pure.
import { RCODE } from "../../core/dns/rcode.ts";
import { CLASS_IN, TYPE_CODES } from "../../core/dns/record-type.ts";
import type { Zone } from "./zone.ts";
import { applyUpdates, prescanUpdates } from "./apply-updates.ts";
import { checkPrerequisites } from "./check-prerequisites.ts";
import { readUpdate } from "./read-update.ts";

/** Who may change a zone: nobody, everybody, or who signs with the lab's key. */
export type UpdatePolicy = "refused" | "open" | "signed";

/** A zone that a server holds. */
export type UpdatableZone = { readonly id: string; readonly zone: Zone; readonly policy: UpdatePolicy };

export type UpdateVerdict = {
  readonly rcode: number;
  /** The zone as it is to be from now on; null where it stays as it is. */
  readonly changed: { readonly id: string; readonly zone: Zone } | null;
};

/** `isSigned`: the request carries a signature that was verified. */
export function judgeUpdate(
  zones: readonly UpdatableZone[],
  octets: Uint8Array,
  isSigned: boolean,
): UpdateVerdict {
  const only = (rcode: number): UpdateVerdict => ({ rcode, changed: null });
  const request = readUpdate(octets);
  if (!request.ok) return only(RCODE.FORMERR);
  const { zone: section, prerequisites, updates } = request.value;
  if (section === null || section.typeCode !== TYPE_CODES.SOA) return only(RCODE.FORMERR);
  const held = zones.find(({ zone }) => zone.apex === section.name && section.classCode === CLASS_IN);
  if (held === undefined) return only(RCODE.NOTAUTH);
  const { id, zone, policy } = held;
  const unmet = checkPrerequisites(zone, prerequisites);
  if (unmet !== RCODE.NOERROR) return only(unmet);
  if (policy === "refused" || (policy === "signed" && !isSigned)) return only(RCODE.REFUSED);
  const wrong = prescanUpdates(zone, updates);
  if (wrong !== RCODE.NOERROR) return only(wrong);
  const after = applyUpdates(zone, updates);
  if (!after.ok) return only(after.error);
  return { rcode: RCODE.NOERROR, changed: after.value === zone ? null : { id, zone: after.value } };
}
