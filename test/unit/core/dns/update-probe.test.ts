import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DnsMessage } from "../../../../src/core/dns/message.ts";
import { readLayout } from "../../../../src/core/dns/message-layout.ts";
import { outgoingUpdateProbe, probeName, type UpdateProbe } from "../../../../src/core/dns/update-probe.ts";
import { name, srv } from "../../../support/facts.ts";
import { message } from "../../../support/fake-dns.ts";
import { fromHex, toHex } from "../../../support/hex.ts";

const zone = name("corp.test");
const CORP_TEST = "04 636f7270 04 74657374 00";
const VLMCS = "06 5f766c6d6373 04 5f746370 04 636f7270 04 74657374 00";
const HEAD = "1234 2800 0001";
const ZONE_SECTION = `${CORP_TEST} 0006 0001`;
/** No SOA at the apex: class NONE, TTL 0, no RDATA. */
const NO_SOA = `${CORP_TEST} 0006 00fe 00000000 0000`;

function hex(probe: UpdateProbe): string {
  return toHex(outgoingUpdateProbe(probe).encode(0x1234));
}

function plain(text: string): string {
  return toHex(fromHex(text));
}

describe("the octets of the update probes (RFC 2136)", () => {
  test("zone-only: a zone section, nothing else", () => {
    expect(hex({ kind: "zone-only", zone })).toBe(plain(`${HEAD} 0000 0000 0000 ${ZONE_SECTION}`));
  });

  test("prerequisite-only: and one prerequisite that cannot hold", () => {
    expect(hex({ kind: "prerequisite-only", zone })).toBe(
      plain(`${HEAD} 0001 0000 0000 ${ZONE_SECTION} ${NO_SOA}`),
    );
  });

  test("refused-add: the record behind that prerequisite, its target not compressed", () => {
    const wanted = srv("kms1.corp.test", { priority: 1, weight: 2, ttlSeconds: 3600 });
    const record = `${VLMCS} 0021 0001 00000e10 0016 0001 0002 0698 04 6b6d7331 ${CORP_TEST}`;
    expect(hex({ kind: "refused-add", zone, wanted })).toBe(
      plain(`${HEAD} 0001 0001 0000 ${ZONE_SECTION} ${NO_SOA} ${record}`),
    );
  });

  test("absent-delete: one record of class NONE that cannot exist", () => {
    const target = "14 6b6d732d646f63746f722d70726f62652d783179 07 696e76616c6964 00";
    const record = `${VLMCS} 0021 00fe 00000000 0024 ffff ffff 0000 ${target}`;
    const probe = {
      kind: "absent-delete",
      zone,
      owner: name("_vlmcs._tcp.corp.test"),
      nonce: "x1y",
    } as const;
    expect(hex(probe)).toBe(plain(`${HEAD} 0000 0001 0000 ${ZONE_SECTION} ${record}`));
  });

  test("a nonce with other characters is a bug of the caller", () => {
    for (const nonce of ["", "a.b", "UPPER", "a".repeat(41)])
      expect(() => probeName(nonce)).toThrow(RangeError);
    expect(probeName("a1")).toBe("kms-doctor-probe-a1.invalid.");
  });
});

describe("no probe can change a zone", () => {
  const label = fc.stringMatching(/^[a-z0-9_-]{1,20}$/);
  const owner = fc.array(label, { minLength: 1, maxLength: 5 }).map((labels) => name(labels.join(".")));
  const number = fc.nat(0xffff);
  const wanted = fc.record({
    owner,
    target: owner,
    priority: number,
    weight: number,
    port: number,
    ttlSeconds: fc.nat(0x7fffffff),
  });
  const probe: fc.Arbitrary<UpdateProbe> = fc.oneof(
    owner.map((apex): UpdateProbe => ({ kind: "zone-only", zone: apex })),
    owner.map((apex): UpdateProbe => ({ kind: "prerequisite-only", zone: apex })),
    fc.tuple(owner, wanted).map(([apex, record]): UpdateProbe => ({
      kind: "refused-add",
      zone: apex,
      wanted: { type: "SRV", ...record },
    })),
    fc
      .tuple(owner, owner, fc.stringMatching(/^[a-z0-9]{1,40}$/))
      .map(([apex, at, nonce]): UpdateProbe => ({ kind: "absent-delete", zone: apex, owner: at, nonce })),
  );

  test("read back: no update, or one behind a prerequisite that cannot hold, or the deletion of what cannot exist", () => {
    fc.assert(
      fc.property(probe, number, (given, id) => {
        const bytes = outgoingUpdateProbe(given).encode(id);
        const layout = readLayout(bytes);
        if (!layout.ok) throw new Error(layout.error.reason);
        const {
          question,
          answers: prerequisites,
          authorities: updates,
          additionals,
          trailingBytes,
        } = layout.value;
        expect(question).toEqual({ name: given.zone, typeCode: 6, classCode: 1 });
        expect([additionals.length, trailingBytes]).toEqual([0, 0]);
        const impossible = { owner: given.zone, typeCode: 6, classCode: 254, ttlSeconds: 0, rdataLength: 0 };
        for (const one of prerequisites) expect(one).toMatchObject(impossible);
        expect(updates.length).toBeLessThanOrEqual(1);
        for (const update of updates) {
          expect(update.typeCode).toBe(33);
          if (update.classCode === 1) expect(prerequisites).toHaveLength(1);
          else expect([update.classCode, update.ttlSeconds]).toEqual([254, 0]);
          if (update.classCode === 254)
            expect(toHex(bytes.subarray(update.rdataStart, update.rdataStart + update.rdataLength))).toMatch(
              /^ffffffff0000.*07696e76616c696400$/,
            );
        }
      }),
    );
  });
});

describe("what counts as an answer to an update", () => {
  const { findMismatch } = outgoingUpdateProbe({ kind: "zone-only", zone });
  const answer = (overrides: Partial<DnsMessage>): DnsMessage => ({
    ...message({ name: zone, type: "SOA" }, 5, []),
    opcode: 5,
    question: { name: zone, typeCode: 6, classCode: 1 },
    ...overrides,
  });

  test("opcode and zone as sent, or no zone section at all", () => {
    expect(findMismatch(answer({}))).toBeNull();
    expect(findMismatch(answer({ question: null }))).toBeNull();
  });

  test("queries, other opcodes, other zones are none", () => {
    expect(findMismatch(answer({ isResponse: false }))).toBe("notAResponse");
    expect(findMismatch(answer({ opcode: 0 }))).toBe("notAResponse");
    for (const other of [{ name: name("other.test") }, { typeCode: 1 }, { classCode: 3 }])
      expect(findMismatch(answer({ question: { name: zone, typeCode: 6, classCode: 1, ...other } }))).toBe(
        "wrongQuestion",
      );
  });
});
