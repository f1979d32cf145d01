import { describe, expect, test } from "vitest";
import { readLayout } from "../../../../src/core/dns/message-layout.ts";
import { messageWire, nameWire, octets, optRecord, srvRdata } from "../../../support/dns-wire.ts";

/** A question, an owner that points to it, and a record whose owner is a pointer to a pointer's target. */
const MESSAGE = messageWire({
  questions: [{ name: "_vlmcs._tcp.corp.test.", type: 33 }],
  answers: [
    { owner: octets(0xc0, 12), type: 33, rdata: srvRdata(0, 0, 1688, "kms1.corp.test.") },
    { owner: octets(0xc0, 12), type: 33, rdata: srvRdata(0, 0, 1689, "kms2.corp.test.") },
  ],
  authorities: [{ owner: octets(0xc0, 24), type: 2, rdata: nameWire("ns.corp.test.") }],
  additionals: [optRecord(1232, 0x0102_0000)],
});

describe("the layout of a message", () => {
  test("owners that are pointers are read as the names they point to", () => {
    const layout = readLayout(MESSAGE);
    if (!layout.ok) throw new Error(layout.error.reason);
    const { answers, authorities, additionals, edns } = layout.value;
    expect(answers.map(({ owner }) => owner)).toEqual(["_vlmcs._tcp.corp.test.", "_vlmcs._tcp.corp.test."]);
    expect(authorities.map(({ owner }) => owner)).toEqual(["corp.test."]);
    expect(additionals).toEqual([]);
    expect(edns).toEqual({ udpSize: 1232, version: 2, extendedRcode: 1 });
  });

  test("cut off anywhere, it is refused at a place within what is left", () => {
    for (let length = 0; length < MESSAGE.length; length++) {
      const layout = readLayout(MESSAGE.subarray(0, length));
      expect(layout.ok).toBe(false);
      if (!layout.ok) expect(layout.error.offset).toBeLessThanOrEqual(length);
    }
  });
});
