import { describe, expect, test } from "vitest";
import { gssTsigName, outgoingTkey, readTkeyAnswer } from "../../../../src/core/dns/tkey-message.ts";
import { joined, messageWire, nameWire, octets } from "../../../support/dns-wire.ts";
import { name } from "../../../support/facts.ts";
import { tkeyRdata, tkeyRecord } from "../../../support/fake-gss.ts";
import { fromHex, toHex } from "../../../support/hex.ts";

const KEY = name("k.invalid");

function read(...rdatas: readonly Uint8Array[]) {
  return readTkeyAnswer(messageWire({ answers: rdatas.map((each) => tkeyRecord("k.invalid", each)) }), KEY);
}

/** Algorithm, times, mode, error, then the rest. */
function rdata(mode: number, error: number, rest: Uint8Array, algorithm = "gss-tsig"): Uint8Array {
  return joined(nameWire(algorithm), new Uint8Array(8), octets(0, mode, 0, error), rest);
}

const EMPTY = octets(0, 0, 0, 0);

describe("a step of the negotiation (RFC 2930, RFC 3645)", () => {
  test("is a query for the key with the token in ADDITIONAL, mode 3", () => {
    const k = "01 6b 07 696e76616c6964 00";
    const record = "08 6773732d74736967 00 65000000 65000e10 0003 0000 0002 6001 0000";
    const expected = `1234 0000 0001 0000 0000 0001 ${k} 00f9 00ff ${k} 00f9 00ff 00000000 001c ${record}`;
    const sent = outgoingTkey({ keyName: KEY, token: octets(0x60, 1), nowSeconds: 0x65000000 });
    expect(toHex(sent.encode(0x1234))).toBe(toHex(fromHex(expected)));
    expect(gssTsigName()).toBe("gss-tsig.");
  });

  test("a long token is carried whole", () => {
    const token = new Uint8Array(5000).fill(7);
    const bytes = outgoingTkey({ keyName: KEY, token, nowSeconds: 0 }).encode(1);
    const answer = Uint8Array.from(bytes);
    // The record moves from ADDITIONAL to ANSWER by its counts alone.
    answer.set([0, 1, 0, 0, 0, 0], 6);
    expect(readTkeyAnswer(answer, KEY)).toEqual({ ok: true, value: { error: 0, token } });
  });
});

describe("the answer", () => {
  test("has a token, or an error, or neither", () => {
    expect(read(tkeyRdata({ token: "abc" }))).toEqual({
      ok: true,
      value: { error: 0, token: new TextEncoder().encode("abc") },
    });
    expect(read(tkeyRdata({ error: 17 }))).toEqual({ ok: true, value: { error: 17, token: octets() } });
    expect(read()).toEqual({ ok: true, value: null });
    const elsewhere = messageWire({ additionals: [tkeyRecord("k.invalid", tkeyRdata({ token: "a" }))] });
    expect(readTkeyAnswer(elsewhere, KEY)).toEqual({ ok: true, value: null });
  });

  test("an error may come with whatever mode and algorithm", () => {
    expect(read(rdata(0, 19, EMPTY, "other"))).toMatchObject({ ok: true, value: { error: 19 } });
  });

  test("of another mode, algorithm or key, or two of them: none", () => {
    expect(read(rdata(2, 0, EMPTY))).toMatchObject({ ok: false });
    expect(read(rdata(3, 0, EMPTY, "hmac-md5"))).toMatchObject({ ok: false });
    expect(read(tkeyRdata({}), tkeyRdata({}))).toMatchObject({ ok: false });
    const other = messageWire({ answers: [tkeyRecord("other.invalid", tkeyRdata({}))] });
    expect(readTkeyAnswer(other, KEY)).toMatchObject({ ok: false });
  });

  test("every cut and every octet too much is an error", () => {
    const whole = tkeyRdata({ token: "abc" });
    for (let length = 0; length < whole.length; length++)
      expect(read(whole.slice(0, length)), `${length} octets`).toMatchObject({ ok: false });
    expect(read(joined(whole, octets(0)))).toMatchObject({ ok: false });
    expect(readTkeyAnswer(octets(1, 2, 3), KEY)).toMatchObject({ ok: false });
    expect(read(octets(0xc0, 0xff))).toMatchObject({ ok: false });
  });
});
