// UPDATE messages as values, and their octets (RFC 2136). Names are never compressed.
import type { Mismatch } from "./answer-match.ts";
import type { DnsMessage } from "./message.ts";
import type { OutgoingMessage } from "./outgoing-message.ts";
import type { OwnerName } from "./owner-name.ts";
import { CLASS_IN, TYPE_CODES } from "./record-type.ts";
import { createWireWriter, type WireWriter } from "./wire-writer.ts";
import { writeHeader, writeQuestion, writeRecord } from "./write-message.ts";

/** A name with a type of record, as in `_vlmcs._tcp.corp.test. SRV`. */
type RrsetName = { readonly owner: OwnerName; readonly typeCode: number };

/**
 * What must hold before anything is changed (RFC 2136 section 2.4). rrset-equals: the set consists of just these records;
 * rcode when false: NXRRSET · rrset-exists: NXRRSET · rrset-absent: YXRRSET · name-in-use: NXDOMAIN ·
 * name-not-in-use: YXDOMAIN.
 */
export type Prerequisite =
  | (RrsetName & { readonly kind: "rrset-equals"; readonly rdatas: readonly Uint8Array[] })
  | (RrsetName & { readonly kind: "rrset-exists" })
  | (RrsetName & { readonly kind: "rrset-absent" })
  | { readonly kind: "name-in-use"; readonly owner: OwnerName }
  | { readonly kind: "name-not-in-use"; readonly owner: OwnerName };

/**
 * add: adds one record, nothing where it is there already · delete: takes away the one record with this rdata, nothing
 * where it is not there (RFC 2136 sections 2.5.1 and 2.5.4).
 *
 * The deletion of a whole RRset or name (class ANY, 2.5.2 and 2.5.3) can't be expressed, on purpose: several hosts share
 * a name, and no fault in a plan must be able to take away a record that the plan does not name.
 */
export type Update =
  | (RrsetName & { readonly kind: "add"; readonly ttlSeconds: number; readonly rdata: Uint8Array })
  | (RrsetName & { readonly kind: "delete"; readonly rdata: Uint8Array });

/** Applied in order and altogether, or not at all (RFC 2136 section 3.4). */
export type UpdateMessage = {
  readonly zone: OwnerName;
  readonly prerequisites: readonly Prerequisite[];
  readonly updates: readonly Update[];
};

export const OPCODE_UPDATE = 5;
const CLASS_NONE = 254;
const CLASS_ANY = 255;
const TYPE_ANY = 255;
const NOTHING = new Uint8Array();
const MAX_TTL_SECONDS = 0x7fff_ffff;

/** A type that is no data, a TTL beyond 2^31-1 seconds, or rdata that is empty is a bug of the caller: RangeError. */
export function outgoingUpdate(message: UpdateMessage): OutgoingMessage {
  message.prerequisites.forEach(checkPrerequisite);
  message.updates.forEach(checkUpdate);
  return {
    encode: (id) => encodeUpdate(id, message),
    findMismatch: (answer) => findUpdateMismatch(answer, message.zone),
  };
}

function encodeUpdate(id: number, { zone, prerequisites, updates }: UpdateMessage): Uint8Array {
  const writer = createWireWriter();
  const records = prerequisites.reduce((count, one) => count + recordCount(one), 0);
  writeHeader(writer, id, OPCODE_UPDATE << 11, [1, records, updates.length, 0]);
  writeQuestion(writer, zone, TYPE_CODES.SOA, CLASS_IN);
  for (const prerequisite of prerequisites) writePrerequisite(writer, prerequisite);
  for (const update of updates) writeUpdate(writer, update);
  return writer.finish();
}

function recordCount(prerequisite: Prerequisite): number {
  return prerequisite.kind === "rrset-equals" ? prerequisite.rdatas.length : 1;
}

function writePrerequisite(writer: WireWriter, prerequisite: Prerequisite): void {
  const { owner } = prerequisite;
  const write = (classCode: number, typeCode: number, rdata: Uint8Array = NOTHING): void =>
    writeRecord(writer, { owner, typeCode, classCode, ttlSeconds: 0 }, rdata);
  switch (prerequisite.kind) {
    case "rrset-equals":
      for (const rdata of prerequisite.rdatas) write(CLASS_IN, prerequisite.typeCode, rdata);
      break;
    case "rrset-exists":
      write(CLASS_ANY, prerequisite.typeCode);
      break;
    case "rrset-absent":
      write(CLASS_NONE, prerequisite.typeCode);
      break;
    case "name-in-use":
      write(CLASS_ANY, TYPE_ANY);
      break;
    case "name-not-in-use":
      write(CLASS_NONE, TYPE_ANY);
      break;
  }
}

function writeUpdate(writer: WireWriter, update: Update): void {
  const { owner, typeCode, rdata } = update;
  const how =
    update.kind === "add"
      ? { classCode: CLASS_IN, ttlSeconds: update.ttlSeconds }
      : { classCode: CLASS_NONE, ttlSeconds: 0 };
  writeRecord(writer, { owner, typeCode, ...how }, rdata);
}

function checkPrerequisite(prerequisite: Prerequisite): void {
  if ("typeCode" in prerequisite) checkType(prerequisite.typeCode);
  if (prerequisite.kind !== "rrset-equals") return;
  // Without any record it would hold for every zone.
  if (prerequisite.rdatas.length === 0) throw new RangeError("an RRset has at least one record");
  prerequisite.rdatas.forEach(checkRdata);
}

function checkUpdate(update: Update): void {
  checkType(update.typeCode);
  checkRdata(update.rdata);
  if (update.kind === "add" && !(update.ttlSeconds >= 0 && update.ttlSeconds <= MAX_TTL_SECONDS))
    throw new RangeError(`${update.ttlSeconds} is no TTL`);
}

/** OPT and 128 to 255 ask for something or go with a message: no record in a zone has them (RFC 6895 section 3.1). */
function checkType(typeCode: number): void {
  const isData =
    typeCode >= 1 && typeCode <= 0xffff && typeCode !== TYPE_CODES.OPT && (typeCode < 128 || typeCode > 255);
  if (!isData) throw new RangeError(`${typeCode} is no type of a record in a zone`);
}

/** Empty rdata means something else in an update than "the record with this rdata". */
function checkRdata(rdata: Uint8Array): void {
  if (rdata.length === 0 || rdata.length > 0xffff)
    throw new RangeError(`rdata of ${rdata.length} octets can't be written`);
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
