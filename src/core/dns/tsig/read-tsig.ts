// Finds and reads the TSIG record of a received message (RFC 8945 section 4.2, 5.2).
import { err, ok, type Result } from "../../result.ts";
import { readLayout, type MessageLayout, type RecordLayout } from "../message-layout.ts";
import { readName } from "../name-reader.ts";
import { CLASS_ANY, TYPE_TSIG, type TsigVariables } from "./sign-message.ts";

export type ReceivedTsig = {
  readonly variables: TsigVariables;
  readonly mac: Uint8Array;
  /** The message as it was signed: without the record, with the count and the id of before (RFC 8945 section 4.3.2). */
  readonly signedPart: Uint8Array;
};

/** Null where there is none. One that stands elsewhere than at the very end, or is not whole, is an error: one clause. */
export function readTsig(bytes: Uint8Array): Result<ReceivedTsig | null, string> {
  const layout = readLayout(bytes);
  if (!layout.ok) return err(layout.error.reason);
  const { answers, authorities, additionals } = layout.value;
  const records = [...answers, ...authorities, ...additionals].filter(isTsig);
  const [record] = records;
  if (record === undefined) return ok(null);
  if (records.length > 1) return err("the message has two TSIG records");
  if (!standsLast(bytes, layout.value, record))
    return err("the TSIG record is not the last one of the message");
  if (record.classCode !== CLASS_ANY || u32(bytes, record.rdataStart - 6) !== 0)
    return err("the class or the TTL of the TSIG record is wrong");
  return readRdata(bytes, record);
}

function isTsig(record: RecordLayout): boolean {
  return record.typeCode === TYPE_TSIG;
}

/** Octets after it would not be signed. */
function standsLast(bytes: Uint8Array, { additionals }: MessageLayout, record: RecordLayout): boolean {
  return additionals.includes(record) && record.rdataStart + record.rdataLength === bytes.length;
}

/** Algorithm, time signed (6), fudge (2), MAC size (2), MAC, original id (2), error (2), other length (2), other data. */
function readRdata(bytes: Uint8Array, record: RecordLayout): Result<ReceivedTsig, string> {
  const end = record.rdataStart + record.rdataLength;
  const algorithm = readName(bytes, record.rdataStart);
  if (!algorithm.ok) return err(algorithm.error.reason);
  const times = algorithm.value.end;
  const macStart = times + 10;
  const rest = macStart + u16(bytes, times + 8);
  const otherStart = rest + 6;
  // The first comparison keeps what is read here inside the rdata, the last one takes the whole of it.
  if (macStart > end || otherStart > end || otherStart + u16(bytes, rest + 4) !== end)
    return err("the TSIG record does not end where RDLENGTH says");
  // A copy: slice() of a Buffer would be the received message itself, and what follows would write into it.
  const signedPart = Uint8Array.from(bytes.subarray(0, record.start));
  signedPart.set(bytes.subarray(rest, rest + 2), 0);
  const count = u16(bytes, 10) - 1;
  signedPart.set([count >>> 8, count & 0xff], 10);
  return ok({
    variables: {
      keyName: record.owner,
      algorithmName: algorithm.value.name,
      timeSignedSeconds: u16(bytes, times) * 2 ** 32 + u32(bytes, times + 2),
      fudgeSeconds: u16(bytes, times + 6),
      error: u16(bytes, rest + 2),
      otherData: bytes.subarray(otherStart, end),
    },
    mac: bytes.subarray(macStart, rest),
    signedPart,
  });
}

function u16(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
}

function u32(bytes: Uint8Array, offset: number): number {
  return u16(bytes, offset) * 0x1_0000 + u16(bytes, offset + 2);
}
