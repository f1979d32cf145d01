import { describe, expect, test } from "vitest";
import { decodeMessage } from "../../../../src/io/dns/packet-codec.ts";
import type { DnsMessage } from "../../../../src/core/dns/message.ts";
import {
  joined,
  messageWire,
  nameWire,
  octets,
  optRecord,
  soaRdata,
  srvRdata,
  type WireMessage,
} from "../../../support/dns-wire.ts";

const QUESTION = { name: "_vlmcs._tcp.corp.test.", type: 33 };
const OWNER = octets(0xc0, 12);

function decoded(bytes: Uint8Array): DnsMessage {
  const message = decodeMessage(bytes);
  if (!message.ok) throw new Error(`${message.error.reason} at ${message.error.offset}`);
  return message.value;
}

function refusal(message: WireMessage | Uint8Array): unknown {
  const result = decodeMessage(message instanceof Uint8Array ? message : messageWire(message));
  return result.ok ? "decoded" : result.error.reason;
}

describe("decodeMessage", () => {
  test("decodes every type that the tool reads", () => {
    const owner = "a.test.";
    const message = decoded(
      messageWire({
        id: 0xbeef,
        flags: 0x8580,
        questions: [QUESTION],
        answers: [
          { owner: OWNER, type: 33, rdata: srvRdata(1, 2, 1688, "kms1.corp.test.") },
          { owner, type: 1, rdata: octets(192, 0, 2, 1) },
          { owner, type: 28, rdata: joined(octets(0x20, 1, 0xd, 0xb8), new Uint8Array(11), octets(1)) },
          { owner, type: 28, rdata: joined(new Uint8Array(10), octets(0xff, 0xff, 10, 0, 0, 1)) },
          { owner, type: 5, rdata: nameWire("b.test.") },
          { owner, type: 39, rdata: nameWire("c.test.") },
          { owner, type: 2, rdata: nameWire("ns.test.") },
          { owner, type: 12, rdata: nameWire("p.test.") },
          { owner, type: 16, rdata: octets(2, 0x68, 0x69) },
        ],
        authorities: [
          { owner: "test.", type: 6, rdata: soaRdata("ns.test.", "h.test.", 4_294_967_295, 2, 3, 4, 5) },
        ],
        additionals: [optRecord(1232)],
      }),
    );
    expect(message).toMatchObject({
      id: 0xbeef,
      isResponse: true,
      opcode: 0,
      authoritative: true,
      truncated: false,
      recursionDesired: true,
      recursionAvailable: true,
      rcode: 0,
      question: { name: "_vlmcs._tcp.corp.test.", typeCode: 33, classCode: 1 },
      edns: { udpSize: 1232, version: 0 },
      trailingBytes: 0,
      additionals: [],
    });
    const head = { owner, ttlSeconds: 3600 };
    expect(message.answers).toEqual([
      {
        owner: QUESTION.name,
        ttlSeconds: 3600,
        type: "SRV",
        priority: 1,
        weight: 2,
        port: 1688,
        target: "kms1.corp.test.",
      },
      { ...head, type: "A", address: "192.0.2.1" },
      { ...head, type: "AAAA", address: "2001:db8::1" },
      { ...head, type: "AAAA", address: "::ffff:10.0.0.1" },
      { ...head, type: "CNAME", target: "b.test." },
      { ...head, type: "DNAME", target: "c.test." },
      { ...head, type: "NS", target: "ns.test." },
      { ...head, type: "PTR", target: "p.test." },
      { ...head, type: "OTHER", typeCode: 16, rdataLength: 3 },
    ]);
    expect(message.authorities).toEqual([
      {
        owner: "test.",
        ttlSeconds: 3600,
        type: "SOA",
        mname: "ns.test.",
        rname: "h.test.",
        serial: 4_294_967_295,
        refresh: 2,
        retry: 3,
        expire: 4,
        minimum: 5,
      },
    ]);
  });

  test("reads a compressed SRV target, which RFC 2782 forbids and servers send", () => {
    const rdata = srvRdata(0, 0, 1688, joined(octets(4, 0x6b, 0x6d, 0x73, 0x31), octets(0xc0, 24)));
    const message = decoded(
      messageWire({ questions: [QUESTION], answers: [{ owner: OWNER, type: 33, rdata }] }),
    );
    expect(message.answers[0]).toMatchObject({ target: "kms1.corp.test." });
  });

  test("keeps a dot inside a label, where dns2 would split it", () => {
    const target = octets(3, 0x61, 0x2e, 0x62, 0);
    const message = decoded(
      messageWire({ answers: [{ owner: "x.", type: 33, rdata: srvRdata(0, 0, 1, target) }] }),
    );
    expect(message.answers[0]).toMatchObject({ target: "a\\.b." });
  });

  test("reads a TTL with the top bit set as 0", () => {
    const message = decoded(
      messageWire({ answers: [{ owner: "x.", type: 1, ttl: 0x8000_0001, rdata: octets(1, 2, 3, 4) }] }),
    );
    expect(message.answers[0]?.ttlSeconds).toBe(0);
  });

  test("joins the extended RCODE, even where dns2 dislikes the options", () => {
    const broken = octets(0, 8, 0, 99);
    const message = decoded(
      messageWire({ flags: 0x8001, additionals: [optRecord(512, 0x0100_0000, broken)] }),
    );
    expect(message.rcode).toBe(17);
    expect(decoded(messageWire({ flags: 0x8000, additionals: [optRecord(512, 0x0101_0000)] }))).toMatchObject(
      {
        rcode: 16,
        edns: { udpSize: 512, version: 1 },
      },
    );
  });

  test("takes records of other classes, and without rdata, as opaque", () => {
    const message = decoded(
      messageWire({
        answers: [
          { owner: "x.", type: 1, class: 3, rdata: octets(1, 2) },
          { owner: "x.", type: 33, class: 255, rdata: octets() },
          { owner: "x.", type: 16, rdata: octets(200, 1) },
          { owner: "x.", type: 1, rdata: octets(1, 2, 3, 4) },
        ],
      }),
    );
    expect(message.answers.map((record) => record.type)).toEqual(["OTHER", "OTHER", "OTHER", "A"]);
  });

  test("accepts a bare header without a question, and counts octets behind the last record", () => {
    expect(decoded(messageWire({ flags: 0x8004 }))).toMatchObject({ question: null, rcode: 4, edns: null });
    expect(decoded(joined(messageWire({}), octets(1, 2, 3))).trailingBytes).toBe(3);
  });

  const record = { owner: "x.", type: 33, rdata: srvRdata(0, 0, 1688, "kms.test.") };
  test.each<[string, WireMessage | Uint8Array, string]>([
    ["eleven octets", new Uint8Array(11), "the message is shorter than its header"],
    [
      "counts beyond the data",
      { answers: [record], counts: [0, 2, 0, 0] },
      "the name runs past the end of the message",
    ],
    [
      "a question cut short",
      joined(messageWire({ counts: [1, 0, 0, 0] }), octets(0, 0)),
      "the question runs past the end of the message",
    ],
    [
      "a record cut short",
      joined(messageWire({ counts: [0, 1, 0, 0] }), octets(0, 0, 1)),
      "the record runs past the end of the message",
    ],
    [
      "RDLENGTH past the end",
      { answers: [{ ...record, rdlength: 200 }] },
      "RDLENGTH leads past the end of the message",
    ],
    [
      "an SRV of six octets",
      { answers: [{ ...record, rdata: octets(0, 0, 0, 0, 0, 1) }] },
      "the rdata is too short",
    ],
    [
      "an SRV with octets behind its target",
      { answers: [{ ...record, rdata: joined(record.rdata, octets(7)) }] },
      "the rdata does not end where RDLENGTH says",
    ],
    [
      "an address of three octets",
      { answers: [{ owner: "x.", type: 1, rdata: octets(1, 2, 3) }] },
      "the address has 3 octets",
    ],
    [
      "an SOA without its numbers",
      { answers: [{ owner: "x.", type: 6, rdata: soaRdata("a.", "b.", 1, 2, 3, 4) }] },
      "the rdata does not end where RDLENGTH says",
    ],
    ["two OPT records", { additionals: [optRecord(512), optRecord(512)] }, "the message has two OPT records"],
    [
      "an OPT record with an owner",
      { additionals: [{ ...optRecord(512), owner: "x." }] },
      "the owner of the OPT record is not the root",
    ],
    [
      "a target that points to itself",
      { answers: [{ owner: "x.", type: 5, rdata: octets(0xc0, 25) }] },
      "the pointer does not lead backwards",
    ],
  ])("refuses %s", (_, message, reason) => {
    expect(refusal(message)).toBe(reason);
  });
});
