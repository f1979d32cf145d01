// Signs a message: the digest input and the TSIG record (RFC 8945 sections 4.2, 4.3 and 5.1).
import type { OwnerName } from "../owner-name.ts";
import { createWireWriter, type WireWriter } from "../wire-writer.ts";
import { writeRecord } from "../write-message.ts";
import type { MessageKey } from "./message-key.ts";

export const TYPE_TSIG = 250;
export const CLASS_ANY = 255;
/** The allowed difference of the clocks that RFC 8945 section 10 recommends, in seconds. */
export const FUDGE_SECONDS = 300;

/** The fields of a TSIG record that go into the digest (RFC 8945 section 4.3.3). */
export type TsigVariables = {
  readonly keyName: OwnerName;
  readonly algorithmName: OwnerName;
  /** Seconds since the Unix epoch, 48 bits. */
  readonly timeSignedSeconds: number;
  readonly fudgeSeconds: number;
  readonly error: number;
  readonly otherData: Uint8Array;
};

export type SignedMessage = { readonly bytes: Uint8Array; readonly mac: Uint8Array };

/**
 * `message` has no TSIG record; it is appended as the last one of ADDITIONAL, with the MAC in full. The key's name is
 * written in lower case: some servers know no other.
 */
export function signMessage(message: Uint8Array, key: MessageKey, timeSignedSeconds: number): SignedMessage {
  const variables: TsigVariables = {
    keyName: key.name,
    algorithmName: key.algorithmName,
    timeSignedSeconds,
    fudgeSeconds: FUDGE_SECONDS,
    error: 0,
    otherData: new Uint8Array(),
  };
  const mac = key.getMac([message, tsigVariablesWire(variables)]);
  return { bytes: appendTsig(message, variables, mac), mac };
}

/** The message with the TSIG record as the last one of ADDITIONAL; its original id is the id that the message has. */
export function appendTsig(message: Uint8Array, variables: TsigVariables, mac: Uint8Array): Uint8Array {
  const writer = createWireWriter(message.length + 256);
  writer.octets(message);
  writer.patchU16(ARCOUNT_AT, u16(message, ARCOUNT_AT) + 1);
  const head = { owner: variables.keyName, typeCode: TYPE_TSIG, classCode: CLASS_ANY, ttlSeconds: 0 };
  writeRecord(writer, head, rdataOf(variables, mac, u16(message, 0)));
  return writer.finish();
}

const ARCOUNT_AT = 10;

/** Name, class, TTL, algorithm, times, error and other data: names lower-case and in full. */
export function tsigVariablesWire(variables: TsigVariables): Uint8Array {
  const writer = createWireWriter(128);
  writer.name(variables.keyName);
  writer.u16(CLASS_ANY);
  writer.u32(0);
  writer.name(variables.algorithmName);
  writeTimes(writer, variables);
  writer.u16(variables.error);
  writer.u16(variables.otherData.length);
  writer.octets(variables.otherData);
  return writer.finish();
}

function rdataOf(variables: TsigVariables, mac: Uint8Array, originalId: number): Uint8Array {
  const writer = createWireWriter(128);
  writer.name(variables.algorithmName);
  writeTimes(writer, variables);
  writer.u16(mac.length);
  writer.octets(mac);
  writer.u16(originalId);
  writer.u16(variables.error);
  writer.u16(variables.otherData.length);
  writer.octets(variables.otherData);
  return writer.finish();
}

function writeTimes(writer: WireWriter, { timeSignedSeconds, fudgeSeconds }: TsigVariables): void {
  writer.u16(Math.floor(timeSignedSeconds / 2 ** 32));
  writer.u32(timeSignedSeconds % 2 ** 32);
  writer.u16(fudgeSeconds);
}

function u16(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
}
