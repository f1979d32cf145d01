import { describe, expect, test } from "vitest";
import { NAME_SERVER_RULES } from "../../../../src/core/checks/name-servers.ts";
import { judge } from "../../../../src/core/checks/rule.ts";
import type { ServerAnswer } from "../../../../src/core/run/observation.ts";
import { answer, domainFacts, nothing, srv } from "../../../support/facts.ts";

function ids(...answers: readonly ServerAnswer[]): readonly string[] {
  return judge(NAME_SERVER_RULES, domainFacts(answers)).map(({ id, subject }) => `${id} ${subject}`);
}

const first = answer({ server: "127.0.0.1:53", role: "name-server", serial: 5 });
const second = answer({ server: "127.0.0.2:53", role: "name-server", serial: 5 });
const OWNER = "_vlmcs._tcp.corp.test";

describe("what the zone's name servers say", () => {
  test("the same, with the same serial: nothing", () => {
    expect(ids(first, second)).toEqual([]);
  });

  test("the same records in another order, other TTLs: still the same", () => {
    const records = first.records.map((record) => ({ ...record, ttlSeconds: 7 })).toReversed();
    expect(ids(first, { ...second, records })).toEqual([]);
  });

  test("different sets, or none at one of them: dns-disagree, and not 'behind' as well", () => {
    const records = [srv("kms9.corp.test")];
    expect(ids(first, { ...second, records, serial: 4 })).toEqual([`dns-disagree ${OWNER}`]);
    expect(
      ids(first, nothing("nxdomain", { role: "name-server", server: "127.0.0.2:53", serial: 4 })),
    ).toEqual([`dns-disagree ${OWNER}`]);
  });

  test("NXDOMAIN and NODATA both mean that there is no record", () => {
    const none = { role: "name-server", serial: 5 } as const;
    expect(ids(nothing("nxdomain", none), nothing("nodata", { ...none, server: "127.0.0.2:53" }))).toEqual(
      [],
    );
  });

  test("the evidence of dns-disagree has both sets and both serials", () => {
    const other = { ...second, records: [srv("kms9.corp.test")], serial: 4 };
    const [finding] = judge(NAME_SERVER_RULES, domainFacts([first, other]));
    expect(finding?.evidence[0]).toMatch(/127\.0\.0\.1:53 \(serial 5\): 0 0 1688 kms1\.corp\.test and /);
    expect(finding?.evidence[1]).toMatch(/127\.0\.0\.2:53 \(serial 4\): 0 0 1688 kms9\.corp\.test/);
  });

  test("an older serial, also across the wrap of RFC 1982", () => {
    expect(ids(first, { ...second, serial: 4 })).toEqual(["dns-serial-behind 127.0.0.2:53"]);
    expect(ids({ ...first, serial: 1 }, { ...second, serial: 4_294_967_295 })).toEqual([
      "dns-serial-behind 127.0.0.2:53",
    ]);
    expect(ids(first, { ...second, serial: null })).toEqual([]);
  });

  test.each([
    ["answers without authority", { authoritative: false }],
    ["refuses", { status: "refused", presence: null, records: [], authoritative: false }],
    ["refers elsewhere", { status: "referral", presence: null, records: [], authoritative: false }],
  ] as const)("a server that %s is lame", (_title, overrides) => {
    expect(ids(first, { ...second, ...overrides })).toEqual(["dns-lame 127.0.0.2:53"]);
  });

  test("silence is not lameness, and resolvers are not meant", () => {
    expect(ids(first, { ...second, status: "timeout", presence: null, records: [] })).toEqual([]);
    expect(
      ids({ ...first, role: "given" }, { ...second, role: "configured", authoritative: false, records: [] }),
    ).toEqual([]);
  });
});
