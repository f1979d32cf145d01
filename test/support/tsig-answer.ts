// Answers to signed requests, signed by hand: the digest input is put together here once more, octet by octet.
import { readTsig } from "../../src/core/dns/tsig/read-tsig.ts";
import { tsigCrypto } from "../../src/io/dns/hmac.ts";
import { createWireWriter } from "../../src/core/dns/wire-writer.ts";
import { joined, nameWire, octets } from "./dns-wire.ts";
import { SIGNED_AT, tsigKey } from "./tsig-vectors.ts";

export type AnswerSignature = {
  /** Instead of the right one. */
  readonly mac?: Uint8Array;
  readonly error?: number;
  readonly other?: Uint8Array;
  /** Seconds since the Unix epoch. */
  readonly time?: number;
  readonly keyName?: string;
  /** Instead of the id that the answer has. */
  readonly originalId?: number;
};

/** `plain` is the answer without a signature, `request` the signed message that it answers, by the key of the vectors. */
export function signAnswer(
  plain: Uint8Array,
  request: Uint8Array,
  {
    mac,
    error = 0,
    other = octets(),
    time = SIGNED_AT,
    keyName = "kms.key",
    originalId,
  }: AnswerSignature = {},
): Uint8Array {
  const id = originalId === undefined ? plain.slice(0, 2) : octets(originalId >> 8, originalId & 255);
  const times = createWireWriter();
  times.u16(Math.floor(time / 2 ** 32));
  times.u32(time % 2 ** 32);
  times.u16(300);
  const after = joined(octets(error >> 8, error & 255, other.length >> 8, other.length & 255), other);
  const algorithm = nameWire("hmac-sha256");
  const head = octets(0, 255, 0, 0, 0, 0);
  const variables = joined(nameWire(keyName), head, algorithm, times.finish(), after);
  const parts = [octets(0, 32), macOf(request), joined(id, plain.slice(2)), variables];
  const signature = mac ?? tsigCrypto.hmac("hmac-sha256", tsigKey().secret.reveal(), parts);
  const size = octets(signature.length >> 8, signature.length & 255);
  const rdata = joined(algorithm, times.finish(), size, signature, id, after);
  const fixed = octets(0, 250, 0, 255, 0, 0, 0, 0, rdata.length >> 8, rdata.length & 255);
  const signed = joined(plain, nameWire(keyName), fixed, rdata);
  signed[11] = (signed[11] ?? 0) + 1;
  return signed;
}

export function macOf(signed: Uint8Array): Uint8Array {
  const read = readTsig(signed);
  if (!read.ok || read.value === null) throw new Error("not signed");
  return read.value.mac;
}
