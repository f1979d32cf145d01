// Writes a response (RFC 1035 section 4). Ours and not dns2's: that compresses SRV targets, which RFC 2782 forbids, and
// splits labels at escaped dots.
import { type OwnerName, ownerNameLabels, parentName } from "../../core/dns/owner-name.ts";
import { EDNS_UDP_SIZE } from "../../core/dns/query.ts";
import { CLASS_IN, recordTypeCode, TYPE_CODES } from "../../core/dns/record-type.ts";
import { createWireWriter, type WireWriter } from "../../core/dns/wire-writer.ts";
import { parseAddress } from "../../core/net/address.ts";
import type { LabQuestion, LabRecord, LabResponse } from "./lab-message.ts";

const POINTER_LIMIT = 0x3fff;

/** A response longer than `maxOctets` is sent without its records and with TC set. */
export function encodeResponse(response: LabResponse, maxOctets: number): Uint8Array {
  const whole = encodeWhole(response);
  if (whole.length <= maxOctets) return whole;
  return encodeWhole({ ...response, truncated: true, answers: [], authorities: [], additionals: [] });
}

function encodeWhole(response: LabResponse): Uint8Array {
  const writer = createWireWriter(1024);
  const names = new Map<OwnerName, number>();
  writer.u16(response.id);
  writer.u16(flagsOf(response));
  writer.u16(response.question === null ? 0 : 1);
  writer.u16(response.answers.length);
  writer.u16(response.authorities.length);
  writer.u16(response.additionals.length + (response.edns ? 1 : 0));
  if (response.question !== null) writeQuestion(writer, names, response.question);
  for (const record of [...response.answers, ...response.authorities, ...response.additionals])
    writeRecord(writer, names, record);
  if (response.edns) writeOpt(writer, response.rcode);
  return writer.finish();
}

function flagsOf(response: LabResponse): number {
  return (
    0x8000 |
    (response.opcode << 11) |
    (response.authoritative ? 0x0400 : 0) |
    (response.truncated ? 0x0200 : 0) |
    (response.recursionDesired ? 0x0100 : 0) |
    (response.recursionAvailable ? 0x0080 : 0) |
    (response.rcode & 0x0f)
  );
}

function writeQuestion(writer: WireWriter, names: Map<OwnerName, number>, question: LabQuestion): void {
  let suffix: OwnerName | undefined = question.name;
  for (const label of question.labels) {
    if (suffix !== undefined) names.set(suffix, writer.length());
    writeLabel(writer, label);
    suffix = suffix === undefined ? undefined : parentName(suffix);
  }
  writer.u8(0);
  writer.u16(question.typeCode);
  writer.u16(question.classCode);
}

function writeRecord(writer: WireWriter, names: Map<OwnerName, number>, record: LabRecord): void {
  writeCompressed(writer, names, record.owner);
  writer.u16(recordTypeCode(record));
  writer.u16(CLASS_IN);
  writer.u32(record.ttlSeconds);
  const lengthAt = writer.length();
  writer.u16(0);
  writeRdata(writer, names, record);
  writer.patchU16(lengthAt, writer.length() - lengthAt - 2);
}

function writeRdata(writer: WireWriter, names: Map<OwnerName, number>, record: LabRecord): void {
  switch (record.type) {
    case "A":
    case "AAAA":
      return writeAddress(writer, record.address, record.type === "A" ? 4 : 16);
    case "CNAME":
    case "NS":
    case "PTR":
      return writeCompressed(writer, names, record.target);
    case "DNAME":
      return writer.name(record.target);
    case "SRV":
      writer.u16(record.priority);
      writer.u16(record.weight);
      writer.u16(record.port);
      return writer.name(record.target);
    case "SOA":
      writeCompressed(writer, names, record.mname);
      writeCompressed(writer, names, record.rname);
      for (const field of [record.serial, record.refresh, record.retry, record.expire, record.minimum])
        writer.u32(field);
      return;
  }
}

/** Points to the longest suffix that was written before, and remembers where the new ones stand. */
function writeCompressed(writer: WireWriter, names: Map<OwnerName, number>, name: OwnerName): void {
  let suffix: OwnerName | undefined = name;
  for (const label of ownerNameLabels(name)) {
    const known = suffix === undefined ? undefined : names.get(suffix);
    if (known !== undefined) return writer.u16(0xc000 | known);
    if (suffix !== undefined && writer.length() <= POINTER_LIMIT) names.set(suffix, writer.length());
    writeLabel(writer, label);
    suffix = suffix === undefined ? undefined : parentName(suffix);
  }
  writer.u8(0);
}

function writeLabel(writer: WireWriter, label: string): void {
  writer.u8(label.length);
  for (let index = 0; index < label.length; index++) writer.u8(label.charCodeAt(index));
}

function writeAddress(writer: WireWriter, text: string, octets: 4 | 16): void {
  const address = parseAddress(text);
  const value = address.ok ? address.value.value : 0n;
  for (let shift = (octets - 1) * 8; shift >= 0; shift -= 8)
    writer.u8(Number((value >> BigInt(shift)) & 0xffn));
}

function writeOpt(writer: WireWriter, rcode: number): void {
  writer.u8(0);
  writer.u16(TYPE_CODES.OPT);
  writer.u16(EDNS_UDP_SIZE);
  // The upper eight bits of the rcode, then version 0 and no flags (RFC 6891 section 6.1.3).
  writer.u8(rcode >>> 4);
  writer.u8(0);
  writer.u16(0);
  writer.u16(0);
}
