// Asks a server whether it negotiates GSS-TSIG: a TKEY query with a token that no security context can come of
// (RFC 2930 section 4, RFC 3645 section 3).
import { err, ok, type Result } from "../result.ts";
import type { DnsDecodeError } from "./message.ts";
import { readLayout, type RecordLayout } from "./message-layout.ts";
import { readName } from "./name-reader.ts";
import type { OutgoingMessage } from "./outgoing-message.ts";
import type { OwnerName } from "./owner-name.ts";
import { outgoingTkey, TYPE_TKEY } from "./tkey-message.ts";

/** No GSS-API token: those begin with 0x60 or 0xa1. */
const TOKEN = Uint8Array.from("kms-doctor", (char) => char.charCodeAt(0));

/**
 * A query, so that it cannot touch a zone; its token cannot be accepted, so that no key comes of it either.
 * `name` is the key's name, `nowSeconds` the time since the Unix epoch.
 */
export function outgoingTkeyProbe(name: OwnerName, nowSeconds: number): OutgoingMessage {
  return outgoingTkey({ keyName: name, token: TOKEN, nowSeconds });
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
