// Asks a server whether it negotiates GSS-TSIG: a TKEY query with a token that no security context can come of
// (RFC 2930 section 4, RFC 3645 section 3).
import { err, ok, type Result } from "../result.ts";
import type { Mismatch } from "./answer-match.ts";
import type { DnsDecodeError, DnsMessage } from "./message.ts";
import { readLayout, type RecordLayout } from "./message-layout.ts";
import { readName } from "./name-reader.ts";
import type { OutgoingMessage } from "./outgoing-message.ts";
import { parseOwnerName, ROOT, type OwnerName } from "./owner-name.ts";
import { RCODE } from "./rcode.ts";
import { createWireWriter } from "./wire-writer.ts";
import { writeHeader, writeQuestion, writeRecord } from "./write-message.ts";

const TYPE_TKEY = 249;
const CLASS_ANY = 255;
const MODE_GSS_API = 3;
const LIFETIME_SECONDS = 3600;
/** No GSS-API token: those begin with 0x60 or 0xa1. */
const TOKEN = Uint8Array.from("kms-doctor", (char) => char.charCodeAt(0));
const GSS_TSIG = parseOwnerName("gss-tsig");

/**
 * A query, so that it cannot touch a zone; its token cannot be accepted, so that no key comes of it either.
 * `name` is the key's name, `nowSeconds` the time since the Unix epoch.
 */
export function outgoingTkeyProbe(name: OwnerName, nowSeconds: number): OutgoingMessage {
  return {
    encode: (id) => encodeTkeyProbe(id, name, nowSeconds),
    findMismatch: (answer) => findTkeyMismatch(answer, name),
  };
}

function encodeTkeyProbe(id: number, name: OwnerName, nowSeconds: number): Uint8Array {
  const rdata = createWireWriter(64);
  rdata.name(GSS_TSIG.ok ? GSS_TSIG.value : ROOT);
  rdata.u32(nowSeconds);
  rdata.u32(nowSeconds + LIFETIME_SECONDS);
  rdata.u16(MODE_GSS_API);
  rdata.u16(0);
  rdata.u16(TOKEN.length);
  rdata.octets(TOKEN);
  rdata.u16(0);
  const writer = createWireWriter();
  writeHeader(writer, id, 0, [1, 0, 0, 1]);
  writeQuestion(writer, name, TYPE_TKEY, CLASS_ANY);
  // In ADDITIONAL: in ANSWER, where Windows 2000 puts it, Samba says FORMERR.
  const head = { owner: name, typeCode: TYPE_TKEY, classCode: CLASS_ANY, ttlSeconds: 0 };
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
 * The error field of the TKEY record in the ANSWER section, null where there is none there. Other sections do not count:
 * some servers send the whole request back.
 */
export function readTkeyError(bytes: Uint8Array): Result<number | null, DnsDecodeError> {
  const layout = readLayout(bytes);
  if (!layout.ok) return layout;
  const record = layout.value.answers.find((answer) => answer.typeCode === TYPE_TKEY);
  return record === undefined ? ok(null) : errorField(bytes, record);
}

/** Algorithm, inception (4), expiration (4), mode (2), error (2). */
function errorField(bytes: Uint8Array, record: RecordLayout): Result<number, DnsDecodeError> {
  const algorithm = readName(bytes, record.rdataStart);
  if (!algorithm.ok) return algorithm;
  const at = algorithm.value.end + 10;
  if (at + 2 > record.rdataStart + record.rdataLength)
    return err({ offset: record.rdataStart, reason: "the TKEY record is too short" });
  return ok(((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0));
}
