// One step of a GSS-TSIG negotiation: the TKEY query that carries a token, and the token in its answer (RFC 2930 sections 2 and 4,
// RFC 3645 sections 3.1 and 4.1).
import { err, ok, type Result } from "../result.ts";
import type { Mismatch } from "./answer-match.ts";
import type { DnsMessage } from "./message.ts";
import { readLayout } from "./message-layout.ts";
import { readName } from "./name-reader.ts";
import type { OutgoingMessage } from "./outgoing-message.ts";
import { parseOwnerName, type OwnerName } from "./owner-name.ts";
import { RCODE } from "./rcode.ts";
import { createWireWriter } from "./wire-writer.ts";
import { writeHeader, writeQuestion, writeRecord } from "./write-message.ts";

export const TYPE_TKEY = 249;
const CLASS_ANY = 255;
const MODE_GSS_API = 3;
const LIFETIME_SECONDS = 3600;

export type TkeyOffer = {
  readonly keyName: OwnerName;
  /** Of the security context; at most 60 000 octets, so that the message fits into TCP's 65 535. */
  readonly token: Uint8Array;
  /** Seconds since the Unix epoch. */
  readonly nowSeconds: number;
};

export type TkeyAnswer = {
  /** 0, or BADKEY, BADMODE, BADNAME, BADALG or another code (RFC 2930 section 2.6). */
  readonly error: number;
  /** The server's token; empty where it has none. */
  readonly token: Uint8Array;
};

/** The algorithm of GSS-TSIG, as keys and messages name it. */
export function gssTsigName(): OwnerName {
  const name = parseOwnerName("gss-tsig");
  if (!name.ok) throw new RangeError(name.error);
  return name.value;
}

/** A query for the key, so that it cannot touch a zone. */
export function outgoingTkey(offer: TkeyOffer): OutgoingMessage {
  return {
    encode: (id) => encodeTkey(id, offer),
    findMismatch: (answer) => findTkeyMismatch(answer, offer.keyName),
  };
}

function encodeTkey(id: number, { keyName, token, nowSeconds }: TkeyOffer): Uint8Array {
  const rdata = createWireWriter(token.length + 64);
  rdata.name(gssTsigName());
  rdata.u32(nowSeconds);
  rdata.u32(nowSeconds + LIFETIME_SECONDS);
  rdata.u16(MODE_GSS_API);
  rdata.u16(0);
  rdata.u16(token.length);
  rdata.octets(token);
  rdata.u16(0);
  const writer = createWireWriter();
  writeHeader(writer, id, 0, [1, 0, 0, 1]);
  writeQuestion(writer, keyName, TYPE_TKEY, CLASS_ANY);
  // In ADDITIONAL: in ANSWER, where Windows 2000 puts it, Samba says FORMERR.
  const head = { owner: keyName, typeCode: TYPE_TKEY, classCode: CLASS_ANY, ttlSeconds: 0 };
  writeRecord(writer, head, rdata.finish());
  return writer.finish();
}

function findTkeyMismatch(answer: DnsMessage, name: OwnerName): Mismatch | null {
  if (!answer.isResponse || answer.opcode !== 0) return "notAResponse";
  const { question } = answer;
  if (question === null) return answer.rcode === RCODE.NOERROR ? "wrongQuestion" : null;
  const isSame =
    question.name === name && question.typeCode === TYPE_TKEY && question.classCode === CLASS_ANY;
  return isSame ? null : "wrongQuestion";
}

/**
 * The TKEY record of the key in the ANSWER section; null where there is none: other sections do not count, since some servers send
 * the whole request back. One that is not whole, or a second one, is an error: one clause.
 */
export function readTkeyAnswer(bytes: Uint8Array, keyName: OwnerName): Result<TkeyAnswer | null, string> {
  const layout = readLayout(bytes);
  if (!layout.ok) return err(layout.error.reason);
  const records = layout.value.answers.filter(({ typeCode }) => typeCode === TYPE_TKEY);
  const [record] = records;
  if (record === undefined) return ok(null);
  if (records.length > 1) return err("the answer has two TKEY records");
  if (record.owner !== keyName) return err("the TKEY record of the answer is that of another key");
  return readRdata(bytes, record.rdataStart, record.rdataStart + record.rdataLength);
}

/** Algorithm, inception (4), expiration (4), mode (2), error (2), key size (2), key, other size (2), other data. */
function readRdata(bytes: Uint8Array, start: number, end: number): Result<TkeyAnswer, string> {
  const algorithm = readName(bytes, start);
  if (!algorithm.ok) return err(algorithm.error.reason);
  const times = algorithm.value.end;
  const tokenStart = times + 14;
  const tokenEnd = tokenStart + u16(bytes, times + 12);
  const otherStart = tokenEnd + 2;
  // The first comparison keeps what is read here inside the rdata, the last one takes the whole of it.
  if (tokenStart > end || otherStart > end || otherStart + u16(bytes, tokenEnd) !== end)
    return err("the TKEY record does not end where RDLENGTH says");
  const error = u16(bytes, times + 10);
  // A server that objects need not repeat what it objects to.
  if (error === 0 && (algorithm.value.name !== gssTsigName() || u16(bytes, times + 8) !== MODE_GSS_API))
    return err("the TKEY record of the answer has another mode or algorithm than GSS-TSIG");
  return ok({ error, token: Uint8Array.from(bytes.subarray(tokenStart, tokenEnd)) });
}

function u16(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
}
