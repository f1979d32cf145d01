// The strict structural pass over a DNS message (RFC 1035 section 4, 6891): where each record lies, and every name in it.
// A message that this pass refuses is malformed, whatever a more lenient decoder would make of it.
import { err, ok, type Result } from "../result.ts";
import type { DnsDecodeError } from "./message.ts";
import { readName } from "./name-reader.ts";
import { ROOT, type OwnerName } from "./owner-name.ts";
import { rdataNames } from "./rdata-names.ts";
import { TYPE_CODES } from "./record-type.ts";

export type RecordLayout = {
  /** Offset of the first octet of its owner. */
  readonly start: number;
  readonly owner: OwnerName;
  readonly typeCode: number;
  readonly classCode: number;
  /** 0 where the top bit is set (RFC 2181 section 8). */
  readonly ttlSeconds: number;
  readonly rdataStart: number;
  readonly rdataLength: number;
  /** The names inside the rdata of types that the tool reads, in order. */
  readonly names: readonly OwnerName[];
};

export type EdnsLayout = {
  readonly udpSize: number;
  readonly version: number;
  readonly extendedRcode: number;
};

export type MessageLayout = {
  readonly question: {
    readonly name: OwnerName;
    readonly typeCode: number;
    readonly classCode: number;
  } | null;
  readonly answers: readonly RecordLayout[];
  readonly authorities: readonly RecordLayout[];
  /** Without the OPT record. */
  readonly additionals: readonly RecordLayout[];
  readonly edns: EdnsLayout | null;
  readonly trailingBytes: number;
};

type Question = NonNullable<MessageLayout["question"]>;
type Placed<T> = { readonly value: T; readonly end: number };
type Names = Map<number, OwnerName>;

const HEADER_OCTETS = 12;

/** Time is linear in the length of the message: every name has at most 255 octets and 127 pointers. */
export function readLayout(bytes: Uint8Array): Result<MessageLayout, DnsDecodeError> {
  if (bytes.length < HEADER_OCTETS) return fail(bytes.length, "the message is shorter than its header");
  const names: Names = new Map();
  const questions = readQuestions(bytes, u16(bytes, 4), names);
  if (!questions.ok) return questions;
  const answers = readSection(bytes, questions.value.end, u16(bytes, 6), names);
  if (!answers.ok) return answers;
  const authorities = readSection(bytes, answers.value.end, u16(bytes, 8), names);
  if (!authorities.ok) return authorities;
  const additionals = readSection(bytes, authorities.value.end, u16(bytes, 10), names);
  if (!additionals.ok) return additionals;
  const opt = takeOpt(bytes, additionals.value.value);
  if (!opt.ok) return opt;
  return ok({
    question: questions.value.value,
    answers: answers.value.value,
    authorities: authorities.value.value,
    ...opt.value,
    trailingBytes: bytes.length - additionals.value.end,
  });
}

function readQuestions(
  bytes: Uint8Array,
  count: number,
  names: Names,
): Result<Placed<Question | null>, DnsDecodeError> {
  let first: Question | null = null;
  let position = HEADER_OCTETS;
  for (let index = 0; index < count; index++) {
    const name = nameAt(bytes, position, names);
    if (!name.ok) return name;
    const end = name.value.end + 4;
    if (end > bytes.length) return fail(name.value.end, "the question runs past the end of the message");
    first ??= {
      name: name.value.value,
      typeCode: u16(bytes, name.value.end),
      classCode: u16(bytes, name.value.end + 2),
    };
    position = end;
  }
  return ok({ value: first, end: position });
}

function readSection(
  bytes: Uint8Array,
  start: number,
  count: number,
  names: Names,
): Result<Placed<readonly RecordLayout[]>, DnsDecodeError> {
  const records: RecordLayout[] = [];
  let position = start;
  for (let index = 0; index < count; index++) {
    const record = readRecord(bytes, position, names);
    if (!record.ok) return record;
    records.push(record.value.value);
    position = record.value.end;
  }
  return ok({ value: records, end: position });
}

function readRecord(
  bytes: Uint8Array,
  start: number,
  names: Names,
): Result<Placed<RecordLayout>, DnsDecodeError> {
  const owner = nameAt(bytes, start, names);
  if (!owner.ok) return owner;
  const fixed = owner.value.end;
  const rdataStart = fixed + 10;
  if (rdataStart > bytes.length) return fail(fixed, "the record runs past the end of the message");
  const typeCode = u16(bytes, fixed);
  const classCode = u16(bytes, fixed + 2);
  const rdataLength = u16(bytes, fixed + 8);
  const end = rdataStart + rdataLength;
  if (end > bytes.length) return fail(fixed + 8, "RDLENGTH leads past the end of the message");
  const inside = rdataNames(bytes, { typeCode, classCode, rdataStart, rdataLength });
  if (!inside.ok) return inside;
  const ttlSeconds = readTtl(bytes, fixed + 4);
  const value = {
    start,
    owner: owner.value.value,
    typeCode,
    classCode,
    ttlSeconds,
    rdataStart,
    rdataLength,
    names: inside.value,
  };
  return ok({ value, end });
}

/** Owners are mostly a lone pointer to a name that was read before: that name is looked up, not read again. */
function nameAt(
  bytes: Uint8Array,
  position: number,
  names: Names,
): Result<Placed<OwnerName>, DnsDecodeError> {
  const first = bytes[position] ?? 0;
  const target = first >= 0xc0 ? ((first & 0x3f) << 8) | (bytes[position + 1] ?? 0) : position;
  const known = target < position ? names.get(target) : undefined;
  if (known !== undefined && position + 1 < bytes.length) return ok({ value: known, end: position + 2 });
  const name = readName(bytes, position);
  if (!name.ok) return name;
  names.set(target, name.value.name);
  return ok({ value: name.value.name, end: name.value.end });
}

type OptPart = Pick<MessageLayout, "additionals" | "edns">;

function takeOpt(bytes: Uint8Array, records: readonly RecordLayout[]): Result<OptPart, DnsDecodeError> {
  const opt = records.find((record) => record.typeCode === TYPE_CODES.OPT);
  if (opt === undefined) return ok({ additionals: records, edns: null });
  if (opt.owner !== ROOT) return fail(opt.rdataStart, "the owner of the OPT record is not the root");
  const additionals = records.filter((record) => record !== opt);
  const second = additionals.find((record) => record.typeCode === TYPE_CODES.OPT);
  if (second !== undefined) return fail(second.rdataStart, "the message has two OPT records");
  return ok({ additionals, edns: ednsOf(bytes, opt) });
}

/** The class is the payload size; the TTL holds extended RCODE and version (RFC 6891 section 6.1.3). */
function ednsOf(bytes: Uint8Array, opt: RecordLayout): EdnsLayout {
  const ttlOffset = opt.rdataStart - 6;
  const extendedRcode = bytes[ttlOffset] ?? 0;
  return { udpSize: opt.classCode, version: bytes[ttlOffset + 1] ?? 0, extendedRcode };
}

function readTtl(bytes: Uint8Array, offset: number): number {
  const high = u16(bytes, offset);
  return high >= 0x8000 ? 0 : high * 0x1_0000 + u16(bytes, offset + 2);
}

function u16(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
}

function fail(offset: number, reason: string): Result<never, DnsDecodeError> {
  return err({ offset, reason });
}
