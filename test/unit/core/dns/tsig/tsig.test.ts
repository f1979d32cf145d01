import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { RCODE } from "../../../../../src/core/dns/rcode.ts";
import { hideSecret } from "../../../../../src/core/dns/tsig/secret.ts";
import { hmacKey } from "../../../../../src/core/dns/tsig/hmac-key.ts";
import { readTsig } from "../../../../../src/core/dns/tsig/read-tsig.ts";
import { signedMessage } from "../../../../../src/core/dns/tsig/signed-message.ts";
import { signMessage, tsigVariablesWire } from "../../../../../src/core/dns/tsig/sign-message.ts";
import {
  findTsigAlgorithm,
  macOctets,
  tsigAlgorithmName,
} from "../../../../../src/core/dns/tsig/tsig-algorithm.ts";
import { verifyAnswer, type TsigOutcome } from "../../../../../src/core/dns/tsig/verify-answer.ts";
import { outgoingUpdate } from "../../../../../src/core/dns/update-message.ts";
import { tsigCrypto } from "../../../../../src/io/dns/hmac.ts";
import { joined, messageWire, nameWire, octets, type WireRecord } from "../../../../support/dns-wire.ts";
import { name } from "../../../../support/facts.ts";
import { toHex } from "../../../../support/hex.ts";
import { signAnswer, type AnswerSignature } from "../../../../support/tsig-answer.ts";
import { PLAIN_REQUEST, SIGNED_AT, TSIG_VECTORS, tsigKey } from "../../../../support/tsig-vectors.ts";

const key = tsigKey();
const request = signMessage(PLAIN_REQUEST, hmacKey(key, tsigCrypto), SIGNED_AT);
const vector = TSIG_VECTORS.find(({ algorithm }) => algorithm === "hmac-sha256");
const ANSWER = vector?.answer ?? octets();

function verify(
  answer: Uint8Array,
  { key: own = key, ...overrides }: { nowSeconds?: number; key?: typeof key; mac?: Uint8Array } = {},
): TsigOutcome {
  return verifyAnswer(answer, {
    key: hmacKey(own, tsigCrypto),
    mac: request.mac,
    nowSeconds: SIGNED_AT,
    ...overrides,
  });
}

/** An answer NOTAUTH to the request. */
function answerWith({ id = 0x1234, ...signature }: AnswerSignature & { readonly id?: number }): Uint8Array {
  const plain = messageWire({ id, flags: 0xa809, questions: [{ name: "corp.test", type: 6 }] });
  return signAnswer(plain, request.bytes, { originalId: 0x1234, ...signature });
}

function tsigRecord(rdata: Uint8Array, owner = "kms.key"): WireRecord {
  return { owner, type: 250, class: 255, ttl: 0, rdata };
}

describe("the vectors of another implementation", () => {
  test.each(TSIG_VECTORS)("$algorithm: our request is theirs, and their answer is verified", (given) => {
    const ours = { ...key, algorithm: given.algorithm };
    const signed = signMessage(PLAIN_REQUEST, hmacKey(ours, tsigCrypto), SIGNED_AT);
    expect(toHex(signed.bytes)).toBe(toHex(given.request));
    expect(signed.mac).toHaveLength(macOctets(given.algorithm));
    expect(verify(given.answer, { key: ours, mac: signed.mac })).toEqual({ kind: "verified" });
  });
});

describe("an answer that is not signed as it should be", () => {
  test("every octet is covered: whichever is changed, it is not verified", () => {
    for (let index = 0; index < ANSWER.length; index++) {
      const changed = Uint8Array.from(ANSWER);
      changed[index] = (changed[index] ?? 0) ^ 1;
      const { kind } = verify(changed);
      // The id of the header is not signed: the original id is (RFC 8945 section 4.3.2).
      if (index < 2) expect(kind).toBe("verified");
      else expect(kind, `octet ${index}`).not.toBe("verified");
    }
  });

  test("none, the request's own, another's", () => {
    expect(verify(messageWire({ flags: 0xa805 }))).toEqual({ kind: "unsigned" });
    expect(verify(answerWith({ mac: request.mac }))).toEqual({ kind: "echoed" });
    expect(verify(answerWith({ mac: request.mac, error: RCODE.BADTIME }))).toEqual({ kind: "echoed" });
    expect(verify(request.bytes)).toEqual({ kind: "echoed" });
    expect(verify(answerWith({ keyName: "other.key" }))).toEqual({ kind: "wrong-key" });
    expect(verify(ANSWER, { key: { ...key, algorithm: "hmac-sha512" } })).toEqual({ kind: "wrong-key" });
    expect(verify(ANSWER, { mac: octets(...request.mac.toReversed()) })).toEqual({ kind: "bad-mac" });
  });

  test("a MAC that was cut short, even if what is left fits", () => {
    const read = readTsig(answerWith({}));
    if (!read.ok || read.value === null) throw new Error("no TSIG");
    const full = read.value.mac;
    for (const length of [0, 1, 16, 31]) {
      expect(verify(answerWith({ mac: full.slice(0, length) }))).toEqual({ kind: "bad-mac" });
    }
    expect(verify(answerWith({ mac: octets(...full, 0) }))).toEqual({ kind: "bad-mac" });
  });

  test("a time outside the fudge, to the second", () => {
    expect(verify(answerWith({}), { nowSeconds: SIGNED_AT + 300 })).toEqual({ kind: "verified" });
    expect(verify(answerWith({}), { nowSeconds: SIGNED_AT - 300 })).toEqual({ kind: "verified" });
    const late = { kind: "bad-time", timeSignedSeconds: SIGNED_AT };
    expect(verify(answerWith({}), { nowSeconds: SIGNED_AT + 301 })).toEqual(late);
    expect(verify(answerWith({}), { nowSeconds: SIGNED_AT - 301 })).toEqual(late);
  });

  test("the id that a forwarder gave it does not count, the original one does", () => {
    expect(verify(answerWith({ id: 0x4321 }))).toEqual({ kind: "verified" });
    expect(verify(answerWith({ originalId: 0x4321, id: 0x4321 }))).toEqual({ kind: "verified" });
  });

  test("reading leaves the message as it is, also one in a Buffer as sockets give it", () => {
    const received = Buffer.from(answerWith({ id: 0x4321 }));
    const before = toHex(received);
    expect(verify(received)).toEqual({ kind: "verified" });
    expect(toHex(received)).toBe(before);
  });

  test("a time of 48 bits", () => {
    const time = 2 ** 32 + 5;
    expect(verify(answerWith({ time }), { nowSeconds: time })).toEqual({ kind: "verified" });
  });
});

describe("an error in the record", () => {
  const serverTime = octets(0, 0, 0x65, 0x53, 0xf1, 0x00);

  test("without a MAC it is a hint", () => {
    for (const error of [RCODE.BADKEY, 16, RCODE.BADTRUNC]) {
      const outcome = verify(answerWith({ mac: octets(), error }));
      expect(outcome).toEqual({ kind: "error", error, authenticated: false, serverTimeSeconds: null });
    }
  });

  test("BADTIME tells the server's clock, where it is signed and six octets long", () => {
    const error = RCODE.BADTIME;
    const time = SIGNED_AT - 4000;
    const signed = { kind: "error", error, authenticated: true };
    expect(verify(answerWith({ error, other: serverTime, time }))).toEqual({
      ...signed,
      serverTimeSeconds: SIGNED_AT,
    });
    expect(verify(answerWith({ error, other: octets(1, 2), time }))).toEqual({
      ...signed,
      serverTimeSeconds: null,
    });
    expect(verify(answerWith({ error, other: serverTime, mac: octets(1) }))).toMatchObject({
      authenticated: false,
      serverTimeSeconds: null,
    });
    expect(verify(answerWith({ error: RCODE.BADKEY, other: serverTime }))).toMatchObject({
      authenticated: true,
      serverTimeSeconds: null,
    });
  });
});

describe("records that are none", () => {
  const rdata = tsigVariablesRdata();
  function tsigVariablesRdata(): Uint8Array {
    return joined(nameWire("hmac-sha256"), octets(0, 0, 0, 0, 0, 0, 1, 44, 0, 0, 0, 1, 0, 0, 0, 0));
  }
  const other: WireRecord = { owner: "a.test", type: 1, rdata: octets(1, 2, 3, 4) };
  const good = tsigRecord(rdata);

  test("the good one", () => {
    expect(verify(messageWire({ additionals: [other, good] }))).toEqual({ kind: "bad-mac" });
  });

  test.each<readonly [string, Uint8Array]>([
    ["before another record", messageWire({ additionals: [good, other] })],
    ["twice", messageWire({ additionals: [good, good] })],
    ["in ANSWER", messageWire({ answers: [good] })],
    ["with octets after it", joined(messageWire({ additionals: [good] }), octets(0))],
    ["of class IN", messageWire({ additionals: [{ ...good, class: 1 }] })],
    ["with a TTL", messageWire({ additionals: [{ ...good, ttl: 0x8000_0000 }] })],
    ["cut short", messageWire({ additionals: [tsigRecord(rdata.slice(0, -1))] })],
    ["too long", messageWire({ additionals: [tsigRecord(joined(rdata, octets(0)))] })],
    ["empty", messageWire({ additionals: [tsigRecord(octets())] })],
    [
      "a MAC longer than the record",
      messageWire({
        additionals: [
          tsigRecord(
            joined(nameWire("hmac-sha256"), octets(0, 0, 0, 0, 0, 0, 1, 44, 255, 255, 0, 1, 0, 0, 0, 0)),
          ),
        ],
      }),
    ],
    ["no message", octets(1, 2, 3)],
  ])("%s", (_what, bytes) => {
    expect(verify(bytes)).toMatchObject({ kind: "malformed" });
  });
});

describe("a signed message", () => {
  const update = outgoingUpdate({ zone: name("corp.test"), prerequisites: [], updates: [] });
  const signed = signedMessage(update, { key: hmacKey(key, tsigCrypto), nowSeconds: () => SIGNED_AT });

  test("is the message with its signature, the same for the same id, and judges answers to that id", () => {
    expect(toHex(signed.encode(0x1234))).toBe(toHex(request.bytes));
    expect(signed.findMismatch).toBe(update.findMismatch);
    expect(signed.verify?.(ANSWER)).toEqual({ kind: "verified" });
    expect(signed.verify?.(joined(octets(0, 1), ANSWER.slice(2)))).toEqual({ kind: "bad-mac" });
  });

  test("keeps the records that are there already", () => {
    const opt = messageWire({
      flags: 0,
      additionals: [{ owner: ".", type: 41, class: 1232, ttl: 0, rdata: octets() }],
    });
    const { bytes } = signMessage(opt, hmacKey(key, tsigCrypto), SIGNED_AT);
    expect([bytes[10], bytes[11]]).toEqual([0, 2]);
    expect(readTsig(bytes)).toMatchObject({ ok: true, value: { signedPart: opt } });
  });
});

describe("names and secrets", () => {
  test("algorithms by any of their names", () => {
    expect(findTsigAlgorithm("HMAC-SHA256.")).toBe("hmac-sha256");
    expect(findTsigAlgorithm("hmac-md5")).toBe("hmac-md5");
    expect(findTsigAlgorithm("HMAC-MD5.SIG-ALG.REG.INT.")).toBe("hmac-md5");
    for (const word of ["", "sha256", "toString", "hmac-sha256-128", "a..b"])
      expect(findTsigAlgorithm(word)).toBeNull();
    expect(tsigAlgorithmName("hmac-md5")).toBe("hmac-md5.sig-alg.reg.int.");
  });

  test("key names go into the digest in lower case and in full", () => {
    const upper = tsigVariablesWire({
      keyName: name("KMS.Key"),
      algorithmName: name("hmac-sha256"),
      timeSignedSeconds: 0,
      fudgeSeconds: 300,
      error: 0,
      otherData: octets(),
    });
    expect(toHex(upper)).toContain(toHex(nameWire("kms.key")));
  });

  test("a secret does not show by accident", () => {
    const secret = hideSecret(octets(115, 101, 99, 114, 101, 116, 120));
    const shown = [
      JSON.stringify({ key: { ...key, secret } }),
      String(secret),
      inspect(secret, { depth: 9, showHidden: true }),
    ];
    for (const text of shown) expect(text).not.toMatch(/secretx|115|736563|c2VjcmV0/);
    expect(secret.reveal()).toEqual(octets(115, 101, 99, 114, 101, 116, 120));
  });
});
