// UPDATE messages that ask whether an update would be accepted, and that cannot change a zone (RFC 2136).
import type { Mismatch } from "./answer-match.ts";
import type { DnsMessage } from "./message.ts";
import type { OutgoingMessage } from "./outgoing-message.ts";
import { ownerNameFromLabels, type OwnerName } from "./owner-name.ts";
import { CLASS_IN, TYPE_CODES } from "./record-type.ts";
import type { SrvRecord } from "./record.ts";
import { createWireWriter, type WireWriter } from "./wire-writer.ts";

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

const OPCODE_UPDATE = 5;
const CLASS_NONE = 254;

/**
 * Harmless by construction: this is all that the encoder can write, and none of it changes anything.
 * - Two kinds have no update section at all.
 * - `refused-add` writes its prerequisite and its update in one go: "there is no SOA at the apex" is false for every zone
 *   that a server can load (RFC 1035 section 5.2), and updates are applied only when all prerequisites hold (RFC 2136
 *   section 3.2.5). Whether the server honours prerequisites is to be found out with `prerequisite-only` before.
 * - `absent-delete` is class NONE with RDATA: it takes away that one record and no other (RFC 2136 section 2.5.4). Its
 *   target lies below `invalid.`, where no host can be (RFC 6761), behind a random label and port 0: no such record exists.
 * Deletion of RRsets and names (class ANY) cannot be written.
 */
export function outgoingUpdateProbe(probe: UpdateProbe): OutgoingMessage {
  return {
    encode: (id) => encodeUpdateProbe(id, probe),
    findMismatch: (answer) => findUpdateMismatch(answer, probe.zone),
  };
}

function encodeUpdateProbe(id: number, probe: UpdateProbe): Uint8Array {
  const writer = createWireWriter();
  switch (probe.kind) {
    case "zone-only":
      writeHeadAndZone(writer, id, probe.zone, 0, 0);
      break;
    case "prerequisite-only":
      writeHeadAndZone(writer, id, probe.zone, 1, 0);
      writeImpossiblePrerequisite(writer, probe.zone);
      break;
    case "refused-add":
      writeHeadAndZone(writer, id, probe.zone, 1, 1);
      writeImpossiblePrerequisite(writer, probe.zone);
      writeSrv(writer, CLASS_IN, probe.wanted);
      break;
    case "absent-delete":
      writeHeadAndZone(writer, id, probe.zone, 0, 1);
      writeSrv(writer, CLASS_NONE, impossibleRecord(probe.owner, probe.nonce));
      break;
  }
  return writer.finish();
}

function writeHeadAndZone(
  writer: WireWriter,
  id: number,
  zone: OwnerName,
  prerequisites: 0 | 1,
  updates: 0 | 1,
): void {
  writer.u16(id);
  writer.u16(OPCODE_UPDATE << 11);
  for (const count of [1, prerequisites, updates, 0]) writer.u16(count);
  writer.name(zone);
  writer.u16(TYPE_CODES.SOA);
  writer.u16(CLASS_IN);
}

/** "No SOA RRset exists at the apex" (RFC 2136 section 2.4.3). */
function writeImpossiblePrerequisite(writer: WireWriter, zone: OwnerName): void {
  writer.name(zone);
  writer.u16(TYPE_CODES.SOA);
  writer.u16(CLASS_NONE);
  writer.u32(0);
  writer.u16(0);
}

/** A record with RDATA in the update section. A record to be taken away has TTL 0. */
function writeSrv(writer: WireWriter, classCode: number, record: SrvRecord): void {
  writer.name(record.owner);
  writer.u16(TYPE_CODES.SRV);
  writer.u16(classCode);
  writer.u32(record.ttlSeconds);
  const lengthAt = writer.length();
  writer.u16(0);
  for (const value of [record.priority, record.weight, record.port]) writer.u16(value);
  writer.name(record.target);
  writer.patchU16(lengthAt, writer.length() - lengthAt - 2);
}

function impossibleRecord(owner: OwnerName, nonce: string): SrvRecord {
  return {
    type: "SRV",
    owner,
    ttlSeconds: 0,
    priority: 0xffff,
    weight: 0xffff,
    port: 0,
    target: probeName(nonce),
  };
}

/** A name that cannot exist and tells readers of a server's log where it comes from. */
export function probeName(nonce: string): OwnerName {
  if (!/^[a-z0-9]{1,40}$/.test(nonce)) throw new RangeError(`'${nonce}' is no nonce`);
  const name = ownerNameFromLabels([`kms-doctor-probe-${nonce}`, "invalid"]);
  if (!name.ok) throw new RangeError(name.error);
  return name.value;
}

/** Servers may leave out the sections of the request in their answer (RFC 2136 section 3.8). */
function findUpdateMismatch(answer: DnsMessage, zone: OwnerName): Mismatch | null {
  if (!answer.isResponse || answer.opcode !== OPCODE_UPDATE) return "notAResponse";
  const { question } = answer;
  if (question === null) return null;
  const isSame =
    question.name === zone && question.typeCode === TYPE_CODES.SOA && question.classCode === CLASS_IN;
  return isSame ? null : "wrongQuestion";
}
