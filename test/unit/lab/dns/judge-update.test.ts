// What is the lab's own and no contract with real servers: the order of permission, its limits, and what it can't hold.
import { describe, expect, test } from "vitest";
import { RCODE } from "../../../../src/core/dns/rcode.ts";
import { MAX_ZONE_RECORDS } from "../../../../src/lab/dns/apply-updates.ts";
import { judgeUpdate, type UpdatePolicy } from "../../../../src/lab/dns/judge-update.ts";
import { messageWire, octets, type WireRecord } from "../../../support/dns-wire.ts";
import { a, name, soa, zone } from "../../../support/zone-builder.ts";
import { createZone } from "../../../../src/lab/dns/zone.ts";

const corp = zone("corp.test", a("kms1.corp.test", "192.0.2.1"));
const added: WireRecord = { owner: "new.corp.test", type: 1, rdata: octets(192, 0, 2, 7) };
const unmet: WireRecord = { owner: "kms1.corp.test", type: 1, class: 254, ttl: 0, rdata: octets() };

function judge(
  policy: UpdatePolicy,
  updates: readonly WireRecord[],
  { held = corp, isSigned = false, prerequisites = [] as readonly WireRecord[] } = {},
) {
  const questions = [{ name: held.apex, type: 6 }];
  const message = messageWire({ flags: 0x2800, questions, answers: prerequisites, authorities: updates });
  return judgeUpdate([{ id: "z", zone: held, policy }], message, isSigned);
}

describe("who may write", () => {
  test.each([
    ["open", false, RCODE.NOERROR],
    ["open", true, RCODE.NOERROR],
    ["signed", false, RCODE.REFUSED],
    ["signed", true, RCODE.NOERROR],
    ["refused", false, RCODE.REFUSED],
    ["refused", true, RCODE.REFUSED],
  ] as const)("%s, signed %s", (policy, isSigned, rcode) => {
    const verdict = judge(policy, [added], { isSigned });
    expect(verdict.rcode).toBe(rcode);
    expect(verdict.changed === null).toBe(rcode === RCODE.REFUSED);
  });

  test("prerequisites come before permission, permission before the prescan (RFC 2136 sections 3.2 to 3.4)", () => {
    expect(judge("refused", [added], { prerequisites: [unmet] }).rcode).toBe(RCODE.YXRRSET);
    expect(judge("refused", [{ ...added, owner: "elsewhere.example" }]).rcode).toBe(RCODE.REFUSED);
  });
});

describe("what the lab can't hold", () => {
  test("a record of another type is refused, and all that came with it", () => {
    const text: WireRecord = { owner: "new.corp.test", type: 16, rdata: octets(1, 120) };
    expect(judge("open", [added, text])).toEqual({ rcode: RCODE.REFUSED, changed: null });
  });

  test("a zone does not grow for ever", () => {
    const records = Array.from({ length: MAX_ZONE_RECORDS - 1 }, (_, index) =>
      a(`h${index}.corp.test`, "192.0.2.1"),
    );
    const full = createZone(soa("corp.test"), records);
    expect(judge("open", [added], { held: full })).toEqual({ rcode: RCODE.SERVFAIL, changed: null });
    const gone: WireRecord = {
      ...added,
      owner: "h0.corp.test",
      class: 255,
      ttl: 0,
      type: 255,
      rdata: octets(),
    };
    expect(judge("open", [gone, added], { held: full }).rcode).toBe(RCODE.NOERROR);
  });
});

test("a serial at its end goes on at 1, and is newer than before (RFC 1982)", () => {
  const last = createZone(soa("corp.test", { serial: 0xffff_ffff }), [a("kms1.corp.test", "192.0.2.1")]);
  expect(judge("open", [added], { held: last }).changed?.zone.soa.serial).toBe(1);
  expect(
    judge("open", [added], { held: last }).changed?.zone.records.get(name("new.corp.test")),
  ).toHaveLength(1);
});
