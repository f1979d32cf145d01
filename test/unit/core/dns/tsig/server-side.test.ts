// The server's side of TSIG against messages that another implementation signed; the errors are held to the tool's own reader.
import { hmacKey } from "../../../../../src/core/dns/tsig/hmac-key.ts";
import { describe, expect, test } from "vitest";
import { BADSIG, RCODE } from "../../../../../src/core/dns/rcode.ts";
import { signAnswer } from "../../../../../src/core/dns/tsig/sign-answer.ts";
import { verifyAnswer } from "../../../../../src/core/dns/tsig/verify-answer.ts";
import { verifyRequest, type RequestTsig } from "../../../../../src/core/dns/tsig/verify-request.ts";
import { readTsig } from "../../../../../src/core/dns/tsig/read-tsig.ts";
import { appendTsig } from "../../../../../src/core/dns/tsig/sign-message.ts";
import { tsigCrypto } from "../../../../../src/io/dns/hmac.ts";
import { messageWire } from "../../../../support/dns-wire.ts";
import { name } from "../../../../support/facts.ts";
import { toHex } from "../../../../support/hex.ts";
import { PLAIN_REQUEST, SIGNED_AT, TSIG_VECTORS, tsigKey } from "../../../../support/tsig-vectors.ts";

const KEY = tsigKey();
const REQUEST = TSIG_VECTORS.find(({ algorithm }) => algorithm === "hmac-sha256")?.request ?? PLAIN_REQUEST;

function verify(request: Uint8Array, nowSeconds = SIGNED_AT, keys = [KEY]): RequestTsig {
  return verifyRequest(request, keys, nowSeconds, tsigCrypto);
}

/** The answer that the rejection leads to, as the client takes it. */
function rejected(request: Uint8Array, nowSeconds = SIGNED_AT, keys = [KEY]) {
  const outcome = verify(request, nowSeconds, keys);
  if (outcome.kind !== "rejected") throw new Error(outcome.kind);
  const plain = messageWire({ id: 0x1234, flags: 0xa809, questions: [{ name: "corp.test", type: 6 }] });
  const signing = { request: outcome.received, ...outcome.rejection, nowSeconds };
  const answer = signAnswer(plain, signing, tsigCrypto.hmac);
  const { mac } = outcome.received;
  return {
    answer,
    seen: verifyAnswer(answer, { key: hmacKey(KEY, tsigCrypto), mac, nowSeconds: SIGNED_AT }),
  };
}

/** The request with the first octets of its MAC, all right or with the last one changed. */
function withMac(length: number, change = 0): Uint8Array {
  const read = readTsig(REQUEST);
  if (!read.ok || read.value === null) throw new Error("not signed");
  const { signedPart, variables, mac } = read.value;
  const cut = Uint8Array.from({ length }, (_, index) => mac[index] ?? 0);
  cut[length - 1] = (cut[length - 1] ?? 0) ^ change;
  return appendTsig(signedPart, variables, cut);
}

describe("a signed request", () => {
  test.each(TSIG_VECTORS)(
    "$algorithm: theirs is verified, and our answer is theirs",
    ({ algorithm, ...vector }) => {
      const key = tsigKey({ algorithm });
      const outcome = verify(vector.request, SIGNED_AT, [KEY, key]);
      if (outcome.kind !== "verified") throw new Error(outcome.kind);
      expect(outcome.key.algorithm).toBe(algorithm);
      const plain = readTsig(vector.answer);
      if (!plain.ok || plain.value === null) throw new Error("not signed");
      const signing = { request: outcome.received, key, error: 0, nowSeconds: SIGNED_AT };
      expect(toHex(signAnswer(plain.value.signedPart, signing, tsigCrypto.hmac))).toBe(toHex(vector.answer));
    },
  );

  test("within the fudge of five minutes, either way", () => {
    for (const seconds of [-300, 300]) expect(verify(REQUEST, SIGNED_AT + seconds).kind).toBe("verified");
    for (const seconds of [-301, 301])
      expect(verify(REQUEST, SIGNED_AT + seconds)).toMatchObject({ rejection: { error: RCODE.BADTIME } });
  });

  test("no signature is no error, a broken record is", () => {
    expect(verify(PLAIN_REQUEST)).toEqual({ kind: "unsigned" });
    expect(verify(REQUEST.subarray(0, REQUEST.length - 1)).kind).toBe("malformed");
  });

  test("every octet but the id of the header is covered", () => {
    for (let index = 2; index < REQUEST.length; index++) {
      const changed = Uint8Array.from(REQUEST);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(verify(changed).kind, String(index)).not.toBe("verified");
    }
  });
});

describe("what the client reads of a rejection", () => {
  test("an unknown key, and a MAC that does not fit: told by nobody who has the key", () => {
    const other = [tsigKey({ name: name("other.key") })];
    expect(rejected(REQUEST, SIGNED_AT, other).seen).toMatchObject({
      error: RCODE.BADKEY,
      authenticated: false,
    });
    expect(rejected(withMac(32, 1)).seen).toMatchObject({ error: BADSIG, authenticated: false });
  });

  test("a wrong time: signed, with the client's time and the server's beside it", () => {
    const late = SIGNED_AT + 4000;
    const { answer, seen } = rejected(REQUEST, late);
    expect(seen).toEqual({
      kind: "error",
      error: RCODE.BADTIME,
      authenticated: true,
      serverTimeSeconds: late,
    });
    expect(readTsig(answer)).toMatchObject({ value: { variables: { timeSignedSeconds: SIGNED_AT } } });
  });

  test("half a MAC is too short, less is malformed, and more than the whole one, too", () => {
    // Signed over the MAC as it came, which the client does not take for an echo of its own.
    expect(rejected(withMac(16)).seen).toMatchObject({ error: RCODE.BADTRUNC, authenticated: true });
    expect(rejected(withMac(16, 1)).seen).toMatchObject({ error: BADSIG });
    for (const length of [0, 9, 15, 33]) expect(verify(withMac(length)).kind).toBe("malformed");
  });
});
