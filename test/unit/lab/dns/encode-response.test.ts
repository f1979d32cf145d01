import { describe, expect, test } from "vitest";
import { TYPE_CODES } from "../../../../src/core/dns/record-type.ts";
import { decodeMessage } from "../../../../src/io/dns/packet-codec.ts";
import { encodeResponse } from "../../../../src/lab/dns/encode-response.ts";
import { type LabRecord, type LabResponse, responseTo } from "../../../../src/lab/dns/lab-message.ts";
import { a, cname, name, ns, query, soa, srv } from "../../../support/zone-builder.ts";

const asked = query("_vlmcs._tcp.corp.test", "SRV");

function response(fields: Partial<LabResponse>): LabResponse {
  return { ...responseTo(asked, 0), ...fields };
}

function decode(octets: Uint8Array) {
  const decoded = decodeMessage(octets);
  if (!decoded.ok) throw new Error(decoded.error.reason);
  return decoded.value;
}

/** How often the octets of a label stand in the message. */
function count(octets: Uint8Array, label: string): number {
  return Buffer.from(octets).toString("latin1").split(label).length - 1;
}

describe("encodeResponse", () => {
  test("every type comes back as it was, through an independent decoder", () => {
    const answers: LabRecord[] = [
      srv("_vlmcs._tcp.corp.test", "kms1.corp.test", 1689, 3),
      a("kms1.corp.test", "192.0.2.255"),
      { type: "AAAA", owner: name("kms1.corp.test"), ttlSeconds: 0, address: "2001:db8::ff" },
      cname("alias.corp.test", "kms1.corp.test"),
      { type: "PTR", owner: name("1.0.0.127.in-addr.arpa"), ttlSeconds: 5, target: name("kms1.corp.test") },
      { type: "DNAME", owner: name("old.test"), ttlSeconds: 5, target: name("corp.test") },
      ns("corp.test", "ns1.corp.test"),
      soa("corp.test", { serial: 0xffff_ffff, ttlSeconds: 2_147_483_647 }),
    ];
    const decoded = decode(
      encodeResponse(response({ answers, authorities: [soa(".")], additionals: answers }), 65_535),
    );
    expect(decoded).toMatchObject({
      answers,
      authorities: [soa(".")],
      additionals: answers,
      trailingBytes: 0,
    });
  });

  test("flags, the 12-bit rcode and OPT", () => {
    const flags = { authoritative: true, recursionAvailable: true, recursionDesired: true, truncated: true };
    const decoded = decode(encodeResponse(response({ ...flags, opcode: 5, rcode: 16, edns: true }), 512));
    expect(decoded).toMatchObject({ ...flags, opcode: 5, rcode: 16, isResponse: true, id: 0x1234 });
    expect(decoded.edns).toEqual({ udpSize: 1232, version: 0 });
    expect(decode(encodeResponse(response({ rcode: 3 }), 512))).toMatchObject({ rcode: 3, edns: null });
  });

  test("owners are compressed, SRV targets are not (RFC 2782)", () => {
    const answers = [
      srv("_vlmcs._tcp.corp.test", "kms1.corp.test"),
      srv("_vlmcs._tcp.corp.test", "kms2.corp.test"),
    ];
    const octets = encodeResponse(response({ answers }), 65_535);
    expect(count(octets, "_vlmcs")).toBe(1);
    expect(count(octets, "\u0004corp\u0004test\0")).toBe(3);
  });

  test("the case of the question is echoed", () => {
    const labels = ["_VlMcS", "_tCp", "corp", "TEST"];
    const octets = encodeResponse(
      response({
        question: { name: name("_vlmcs._tcp.corp.test"), labels, typeCode: TYPE_CODES.SRV, classCode: 1 },
      }),
      512,
    );
    expect(count(octets, "_VlMcS")).toBe(1);
    expect(decode(octets).question?.name).toBe("_vlmcs._tcp.corp.test.");
  });

  test("dots and other octets inside labels survive", () => {
    const odd = name("a\\.b\\000\\255.corp.test");
    const decoded = decode(
      encodeResponse(response({ answers: [{ ...a("x.test", "127.0.0.1"), owner: odd }] }), 512),
    );
    expect(decoded.answers[0]?.owner).toBe("a\\.b\\000\\255.corp.test.");
  });

  test("what does not fit goes without records, with TC, and keeps OPT", () => {
    const answers = Array.from({ length: 600 }, (_, index) =>
      srv("_vlmcs._tcp.corp.test", `kms${index}.corp.test`),
    );
    const whole = encodeResponse(response({ answers, edns: true }), 65_535);
    expect(decode(whole)).toMatchObject({ truncated: false, answers });
    expect(encodeResponse(response({ answers, edns: true }), whole.length)).toEqual(whole);
    const cut = encodeResponse(response({ answers, edns: true }), whole.length - 1);
    expect(decode(cut)).toMatchObject({ truncated: true, answers: [], edns: { udpSize: 1232 } });
    expect(cut.length).toBeLessThan(512);
  });

  test("names first written beyond the reach of pointers are written in full", () => {
    const filler = Array.from({ length: 700 }, (_, index) =>
      srv("_vlmcs._tcp.corp.test", `kms${index}.corp.test`),
    );
    const late = [a("late.other.test", "127.0.0.1"), a("late.other.test", "127.0.0.2")];
    const octets = encodeResponse(response({ answers: [...filler, ...late] }), 65_535);
    expect(decode(octets).answers.slice(-2)).toEqual(late);
    expect(count(octets, "\u0004late\u0005other")).toBe(2);
  });
});
