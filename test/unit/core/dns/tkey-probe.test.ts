import { describe, expect, test } from "vitest";
import { outgoingTkeyProbe, readTkeyError } from "../../../../src/core/dns/tkey-probe.ts";
import type { DnsMessage } from "../../../../src/core/dns/message.ts";
import { messageWire, nameWire, joined, octets, type WireRecord } from "../../../support/dns-wire.ts";
import { name } from "../../../support/facts.ts";
import { message } from "../../../support/fake-dns.ts";
import { fromHex, toHex } from "../../../support/hex.ts";

const KEY = name("k.invalid");
const K_INVALID = "01 6b 07 696e76616c6964 00";
const GSS_TSIG = "08 6773732d74736967 00";

function tkey(error: number, rdata?: Uint8Array): WireRecord {
  const fixed = octets(...Array.from({ length: 8 }, () => 0), 0, 3, error >> 8, error & 255, 0, 0, 0, 0);
  return {
    owner: "k.invalid",
    type: 249,
    class: 255,
    ttl: 0,
    rdata: rdata ?? joined(nameWire("gss-tsig"), fixed),
  };
}

describe("the TKEY probe (RFC 2930, 3645)", () => {
  test("a query for TKEY, class ANY, with a TKEY record of mode 3 and a useless token in ADDITIONAL", () => {
    const times = "65000000 65000e10";
    const rdata = `${GSS_TSIG} ${times} 0003 0000 000a 6b6d732d646f63746f72 0000`;
    const expected = `1234 0000 0001 0000 0000 0001 ${K_INVALID} 00f9 00ff ${K_INVALID} 00f9 00ff 00000000 0024 ${rdata}`;
    expect(toHex(outgoingTkeyProbe(KEY, 0x65000000).encode(0x1234))).toBe(toHex(fromHex(expected)));
  });

  test("its answer repeats the question, or is a bare error", () => {
    const { findMismatch } = outgoingTkeyProbe(KEY, 0);
    const answer = (overrides: Partial<DnsMessage>): DnsMessage => ({
      ...message({ name: KEY, type: "A" }, 0, []),
      question: { name: KEY, typeCode: 249, classCode: 255 },
      ...overrides,
    });
    expect(findMismatch(answer({}))).toBeNull();
    expect(findMismatch(answer({ question: null, rcode: 1 }))).toBeNull();
    expect(findMismatch(answer({ question: null }))).toBe("wrongQuestion");
    expect(findMismatch(answer({ question: { name: KEY, typeCode: 1, classCode: 255 } }))).toBe(
      "wrongQuestion",
    );
    expect(findMismatch(answer({ opcode: 5 }))).toBe("notAResponse");
    expect(findMismatch(answer({ isResponse: false }))).toBe("notAResponse");
  });
});

describe("the error in the answer", () => {
  test("is read from the ANSWER section only", () => {
    expect(readTkeyError(messageWire({ answers: [tkey(17)] }))).toEqual({ ok: true, value: 17 });
    expect(readTkeyError(messageWire({ answers: [tkey(0)] }))).toEqual({ ok: true, value: 0 });
    expect(readTkeyError(messageWire({ additionals: [tkey(17)] }))).toEqual({ ok: true, value: null });
    expect(readTkeyError(messageWire({}))).toEqual({ ok: true, value: null });
  });

  test("a broken message or record has none", () => {
    expect(readTkeyError(octets(1, 2, 3))).toMatchObject({ ok: false });
    expect(readTkeyError(messageWire({ answers: [tkey(0, nameWire("gss-tsig"))] }))).toMatchObject({
      ok: false,
      error: { reason: "the TKEY record is too short" },
    });
    expect(readTkeyError(messageWire({ answers: [tkey(0, octets(0xff))] }))).toMatchObject({ ok: false });
  });
});
