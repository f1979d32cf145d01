import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readLayout } from "../../../../src/core/dns/message-layout.ts";
import { addressRdataWire, srvRdataWire } from "../../../../src/core/dns/rdata-wire.ts";
import {
  outgoingUpdate,
  type Prerequisite,
  type Update,
  type UpdateMessage,
} from "../../../../src/core/dns/update-message.ts";
import { name, srv } from "../../../support/facts.ts";
import { fromHex, toHex } from "../../../support/hex.ts";

const zone = name("corp.test");
const owner = name("a.corp.test");
const CORP_TEST = "04 636f7270 04 74657374 00";
const A = `01 61 ${CORP_TEST}`;
const RDATA = fromHex("c0000201");

function encode(overrides: Partial<UpdateMessage>): string {
  return toHex(outgoingUpdate({ zone, prerequisites: [], updates: [], ...overrides }).encode(0x1234));
}

/** The whole message with these counts and records after the zone section. */
function message(prerequisites: number, updates: number, records: string): string {
  const counts = `0001 000${prerequisites} 000${updates} 0000`;
  return toHex(fromHex(`1234 2800 ${counts} ${CORP_TEST} 0006 0001 ${records}`));
}

describe("prerequisites (RFC 2136 section 2.4)", () => {
  const cases: readonly (readonly [Prerequisite, string])[] = [
    [{ kind: "rrset-equals", owner, typeCode: 1, rdatas: [RDATA] }, "0001 0001 00000000 0004 c0000201"],
    [{ kind: "rrset-exists", owner, typeCode: 33 }, "0021 00ff 00000000 0000"],
    [{ kind: "rrset-absent", owner, typeCode: 33 }, "0021 00fe 00000000 0000"],
    [{ kind: "name-in-use", owner }, "00ff 00ff 00000000 0000"],
    [{ kind: "name-not-in-use", owner }, "00ff 00fe 00000000 0000"],
  ];
  test.each(cases)("$kind", (prerequisite, record) => {
    expect(encode({ prerequisites: [prerequisite] })).toBe(message(1, 0, `${A} ${record}`));
  });

  test("a set of two records counts as two", () => {
    const rdatas = [RDATA, fromHex("c0000202")];
    const record = `${A} 0001 0001 00000000 0004`;
    expect(encode({ prerequisites: [{ kind: "rrset-equals", owner, typeCode: 1, rdatas }] })).toBe(
      message(2, 0, `${record} c0000201 ${record} c0000202`),
    );
  });
});

describe("updates (RFC 2136 section 2.5)", () => {
  test("add with its TTL, delete with class NONE and TTL 0, in the order given", () => {
    const updates: readonly Update[] = [
      { kind: "delete", owner, typeCode: 1, rdata: RDATA },
      { kind: "add", owner, typeCode: 1, ttlSeconds: 0x7fffffff, rdata: RDATA },
    ];
    expect(encode({ updates })).toBe(
      message(0, 2, `${A} 0001 00fe 00000000 0004 c0000201 ${A} 0001 0001 7fffffff 0004 c0000201`),
    );
  });

  test("rdata of SRV, A and AAAA", () => {
    const record = srv("kms1.corp.test", { priority: 1, weight: 2 });
    expect(toHex(srvRdataWire(record))).toBe(toHex(fromHex(`0001 0002 0698 04 6b6d7331 ${CORP_TEST}`)));
    expect(toHex(addressRdataWire("192.0.2.1"))).toBe("c0000201");
    expect(toHex(addressRdataWire("2001:db8::1"))).toBe("20010db8000000000000000000000001");
    expect(() => addressRdataWire("kms1")).toThrow(RangeError);
  });
});

describe("any update message", () => {
  const owners = fc.constantFrom("corp.test", "a.corp.test", "_vlmcs._tcp.corp.test").map(name);
  const typeCode = fc.constantFrom(1, 28, 33, 16);
  // No rdata of these types is looked into where its class is not IN; TXT never is.
  const rdata = fc.uint8Array({ minLength: 1, maxLength: 40 });
  const txt = { typeCode: fc.constant(16), owner: owners };
  const prerequisite: fc.Arbitrary<Prerequisite> = fc.oneof(
    fc.record({
      kind: fc.constant("rrset-equals" as const),
      ...txt,
      rdatas: fc.array(rdata, { minLength: 1 }),
    }),
    fc.record({
      kind: fc.constantFrom("rrset-exists" as const, "rrset-absent" as const),
      owner: owners,
      typeCode,
    }),
    fc.record({ kind: fc.constantFrom("name-in-use" as const, "name-not-in-use" as const), owner: owners }),
  );
  const update: fc.Arbitrary<Update> = fc.oneof(
    fc.record({ kind: fc.constant("add" as const), ...txt, ttlSeconds: fc.nat(0x7fff_ffff), rdata }),
    fc.record({ kind: fc.constant("delete" as const), owner: owners, typeCode, rdata }),
  );

  test("read back has the same updates, and no deletion but of single records", () => {
    fc.assert(
      fc.property(fc.array(prerequisite), fc.array(update), (prerequisites, updates) => {
        const bytes = outgoingUpdate({ zone, prerequisites, updates }).encode(1);
        const layout = readLayout(bytes);
        if (!layout.ok) throw new Error(layout.error.reason);
        expect(layout.value.trailingBytes).toBe(0);
        const counts = prerequisites.map((one) => (one.kind === "rrset-equals" ? one.rdatas.length : 1));
        const records = counts.reduce((sum, count) => sum + count, 0);
        expect(layout.value.answers).toHaveLength(records);
        for (const one of layout.value.answers) expect(one.ttlSeconds).toBe(0);
        const read = layout.value.authorities.map((one) => ({
          ...{ owner: one.owner, typeCode: one.typeCode, ttlSeconds: one.ttlSeconds },
          kind: { 1: "add", 254: "delete" }[one.classCode],
          rdata: toHex(bytes.subarray(one.rdataStart, one.rdataStart + one.rdataLength)),
        }));
        expect(read).toEqual(updates.map((one) => ({ ttlSeconds: 0, ...one, rdata: toHex(one.rdata) })));
      }),
    );
  });
});

describe("what can't be written", () => {
  test.each<readonly [string, Partial<UpdateMessage>]>([
    [
      "a delete without rdata",
      { updates: [{ kind: "delete", owner, typeCode: 1, rdata: new Uint8Array() }] },
    ],
    ["a delete of type ANY", { updates: [{ kind: "delete", owner, typeCode: 255, rdata: RDATA }] }],
    ["an add of OPT", { updates: [{ kind: "add", owner, typeCode: 41, ttlSeconds: 0, rdata: RDATA }] }],
    ["a TTL of 2^31", { updates: [{ kind: "add", owner, typeCode: 1, ttlSeconds: 2 ** 31, rdata: RDATA }] }],
    [
      "a TTL that is none",
      { updates: [{ kind: "add", owner, typeCode: 1, ttlSeconds: Number.NaN, rdata: RDATA }] },
    ],
    ["an RRset of no records", { prerequisites: [{ kind: "rrset-equals", owner, typeCode: 1, rdatas: [] }] }],
    ["a prerequisite of type 0", { prerequisites: [{ kind: "rrset-exists", owner, typeCode: 0 }] }],
  ])("%s", (_what, overrides) => {
    expect(() => encode(overrides)).toThrow(RangeError);
  });
});
