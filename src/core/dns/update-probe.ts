// UPDATE messages that ask whether an update would be accepted, and that cannot change a zone (RFC 2136).
import type { OutgoingMessage } from "./outgoing-message.ts";
import { ownerNameFromLabels, type OwnerName } from "./owner-name.ts";
import { srvRdataWire } from "./rdata-wire.ts";
import { TYPE_CODES } from "./record-type.ts";
import type { SrvRecord } from "./record.ts";
import { outgoingUpdate, type Prerequisite, type UpdateMessage } from "./update-message.ts";

/**
 * zone-only: no prerequisite, no update · prerequisite-only: a prerequisite that never holds, no update ·
 * refused-add: the same prerequisite, and the record that somebody would like to publish ·
 * absent-delete: takes away one record that cannot exist.
 */
export type UpdateProbe =
  | { readonly kind: "zone-only"; readonly zone: OwnerName }
  | { readonly kind: "prerequisite-only"; readonly zone: OwnerName }
  | { readonly kind: "refused-add"; readonly zone: OwnerName; readonly wanted: SrvRecord }
  | {
      readonly kind: "absent-delete";
      readonly zone: OwnerName;
      readonly owner: OwnerName;
      /** Makes the target unlike any other: lower-case letters and digits, at most 40. */
      readonly nonce: string;
    };

/**
 * Harmless by construction: this is all that can be written here, and none of it changes anything.
 * - Two kinds have no update section at all.
 * - `refused-add` brings its prerequisite along: "there is no SOA at the apex" is false for every zone that a server can
 *   load (RFC 1035 section 5.2), and updates are applied only when all prerequisites hold (RFC 2136 section 3.2.5).
 *   Whether the server honours prerequisites is to be found out with `prerequisite-only` before.
 * - `absent-delete` takes away one record and no other. Its target lies below `invalid.`, where no host can be (RFC 6761),
 *   behind a random label and port 0: no such record exists.
 */
export function outgoingUpdateProbe(probe: UpdateProbe): OutgoingMessage {
  return outgoingUpdate(updateOf(probe));
}

function updateOf(probe: UpdateProbe): UpdateMessage {
  const { zone } = probe;
  const impossible: Prerequisite = { kind: "rrset-absent", owner: zone, typeCode: TYPE_CODES.SOA };
  switch (probe.kind) {
    case "zone-only":
      return { zone, prerequisites: [], updates: [] };
    case "prerequisite-only":
      return { zone, prerequisites: [impossible], updates: [] };
    case "refused-add": {
      const { owner, ttlSeconds } = probe.wanted;
      const rdata = srvRdataWire(probe.wanted);
      const add = { kind: "add", owner, typeCode: TYPE_CODES.SRV, ttlSeconds, rdata } as const;
      return { zone, prerequisites: [impossible], updates: [add] };
    }
    case "absent-delete": {
      const rdata = srvRdataWire({
        priority: 0xffff,
        weight: 0xffff,
        port: 0,
        target: probeName(probe.nonce),
      });
      const absent = { kind: "delete", owner: probe.owner, typeCode: TYPE_CODES.SRV, rdata } as const;
      return { zone, prerequisites: [], updates: [absent] };
    }
  }
}

/** A name that cannot exist and tells readers of a server's log where it comes from. */
export function probeName(nonce: string): OwnerName {
  if (!/^[a-z0-9]{1,40}$/.test(nonce)) throw new RangeError(`'${nonce}' is no nonce`);
  const name = ownerNameFromLabels([`kms-doctor-probe-${nonce}`, "invalid"]);
  if (!name.ok) throw new RangeError(name.error);
  return name.value;
}
