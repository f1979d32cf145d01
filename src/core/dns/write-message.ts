// The parts that every message we send is put together from: header, question and resource records (RFC 1035 section 4.1).
import type { OwnerName } from "./owner-name.ts";
import type { WireWriter } from "./wire-writer.ts";

export type RecordHead = {
  readonly owner: OwnerName;
  readonly typeCode: number;
  readonly classCode: number;
  readonly ttlSeconds: number;
};

/** `counts` are those of the four sections, in the order of the message. */
export function writeHeader(
  writer: WireWriter,
  id: number,
  flags: number,
  counts: readonly [number, number, number, number],
): void {
  writer.u16(id);
  writer.u16(flags);
  for (const count of counts) writer.u16(count);
}

/** A question, or the zone of an update, which has the same form. */
export function writeQuestion(
  writer: WireWriter,
  name: OwnerName,
  typeCode: number,
  classCode: number,
): void {
  writer.name(name);
  writer.u16(typeCode);
  writer.u16(classCode);
}

export function writeRecord(writer: WireWriter, head: RecordHead, rdata: Uint8Array): void {
  writeQuestion(writer, head.owner, head.typeCode, head.classCode);
  writer.u32(head.ttlSeconds);
  writer.u16(rdata.length);
  writer.octets(rdata);
}
