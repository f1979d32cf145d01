import { describe, expect, test } from "vitest";
import { encodeQuery } from "../../../../src/core/dns/query.ts";
import { createTcpFramer, frameForTcp } from "../../../../src/core/dns/tcp-framing.ts";
import { createWireWriter } from "../../../../src/core/dns/wire-writer.ts";
import { findMismatch } from "../../../../src/core/dns/answer-match.ts";
import { message } from "../../../support/fake-dns.ts";
import { joined, octets } from "../../../support/dns-wire.ts";
import { name } from "../../../support/facts.ts";

const QUESTION = { name: name("a.test"), type: "SRV" } as const;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

const spaced = (text: string): string => text.replaceAll(" ", "");

describe("encodeQuery", () => {
  test("header, question and OPT, octet by octet", () => {
    const bytes = encodeQuery({ id: 0xabcd, question: QUESTION, recursionDesired: true, ednsUdpSize: 1232 });
    expect(hex(bytes)).toBe(
      spaced("abcd01000001000000000001 0161047465737400 00210001 00002904d0000000000000"),
    );
  });

  test("without recursion and without EDNS", () => {
    const bytes = encodeQuery({ id: 1, question: QUESTION, recursionDesired: false, ednsUdpSize: null });
    expect(hex(bytes)).toBe(spaced("000100000001000000000000 0161047465737400 00210001"));
  });
});

describe("createWireWriter", () => {
  test("grows, patches, and gives a copy", () => {
    const writer = createWireWriter(1);
    writer.u32(0xdead_beef);
    writer.u16(0);
    writer.octets(octets(1, 2, 3));
    writer.patchU16(4, 0x0102);
    expect(writer.length()).toBe(9);
    expect(hex(writer.finish())).toBe("deadbeef0102010203");
  });
});

describe("TCP framing", () => {
  const framed = joined(frameForTcp(octets(1, 2, 3)), frameForTcp(octets()), frameForTcp(octets(4)));

  test("several messages in one chunk, and an empty one", () => {
    const framer = createTcpFramer();
    expect(framer.push(framed)).toEqual([octets(1, 2, 3), octets(), octets(4)]);
    expect(framer.pendingBytes()).toBe(0);
  });

  test("the same octet by octet", () => {
    const framer = createTcpFramer();
    const messages = [...framed].flatMap((octet) => framer.push(octets(octet)));
    expect(messages).toEqual([octets(1, 2, 3), octets(), octets(4)]);
  });

  test("keeps what is not complete", () => {
    const framer = createTcpFramer();
    expect(framer.push(octets(0, 5, 1))).toEqual([]);
    expect(framer.pendingBytes()).toBe(3);
    expect(framer.push(octets(2, 3, 4, 5, 0))).toEqual([octets(1, 2, 3, 4, 5)]);
    expect(framer.pendingBytes()).toBe(1);
  });

  test("carries 65,535 octets", () => {
    const framer = createTcpFramer();
    expect(framer.push(frameForTcp(new Uint8Array(65_535)))[0]).toHaveLength(65_535);
  });
});

describe("findMismatch", () => {
  const answer = message(QUESTION, 0, []);
  test.each([
    ["an answer", answer, null],
    ["a query", { ...answer, isResponse: false }, "notAResponse"],
    ["another opcode", { ...answer, opcode: 4 }, "notAResponse"],
    [
      "another name",
      { ...answer, question: { name: name("b.test"), typeCode: 33, classCode: 1 } },
      "wrongQuestion",
    ],
    [
      "another type",
      { ...answer, question: { name: name("a.test"), typeCode: 1, classCode: 1 } },
      "wrongQuestion",
    ],
    [
      "another class",
      { ...answer, question: { name: name("a.test"), typeCode: 33, classCode: 3 } },
      "wrongQuestion",
    ],
    ["a refusal without question", { ...answer, question: null, rcode: 4 }, null],
    ["NOERROR without question", { ...answer, question: null }, "wrongQuestion"],
    ["NXDOMAIN without question", { ...answer, question: null, rcode: 3 }, "wrongQuestion"],
  ])("%s", (_, candidate, expected) => {
    expect(findMismatch(candidate, QUESTION)).toBe(expected);
  });
});
