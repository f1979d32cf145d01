import { describe, expect, test } from "vitest";
import { DOMAIN_RULES } from "../../../../src/core/checks/catalogue.ts";
import { judge } from "../../../../src/core/checks/rule.ts";
import type { AddressLookup, ServerAnswer } from "../../../../src/core/run/observation.ts";
import { answer, domainFacts, lookup, name, nothing, srv } from "../../../support/facts.ts";

function ids(answers: readonly ServerAnswer[], lookups: readonly AddressLookup[] = []): readonly string[] {
  return judge(DOMAIN_RULES, domainFacts(answers, lookups)).map((finding) => finding.id);
}

const second = srv("kms2.corp.test");

describe("what is said of a domain", () => {
  test("two healthy hosts: nothing", () => {
    expect(ids([answer()], [lookup("kms1.corp.test"), lookup("kms2.corp.test")])).toEqual([]);
  });

  test.each([
    ["NXDOMAIN", [nothing("nxdomain")]],
    ["NODATA", [nothing("nodata")]],
    ["both kinds", [nothing("nodata"), nothing("nxdomain", { server: "127.0.0.2:53" })]],
    [
      "one server failed, the other has nothing",
      [nothing("nxdomain"), answer({ presence: null, status: "timeout" })],
    ],
  ])("srv-missing: %s", (_title, answers) => {
    expect(ids(answers)).toEqual(["srv-missing"]);
  });

  test("nobody answered: that is not 'missing'", () => {
    expect(ids([answer({ presence: null, status: "timeout", records: [] })])).toEqual([]);
  });

  test("one of two servers has the record: not missing", () => {
    expect(ids([nothing("nxdomain"), answer()])).toEqual([]);
  });

  test("evidence says who answered what and when", () => {
    const [finding] = judge(DOMAIN_RULES, domainFacts([nothing("nxdomain")]));
    expect(finding?.evidence).toEqual([
      "127.0.0.1:53 answered NXDOMAIN (udp, authoritative, 1.0 ms) at 2026-11-24T12:00:00.000Z",
    ]);
  });

  test.each(["nodata", "nxdomain"] as const)("srv-target-unresolvable: %s", (status) => {
    expect(ids([answer()], [lookup("kms1.corp.test", { status, addresses: [] })])).toEqual([
      "srv-target-unresolvable",
    ]);
  });

  test("a look-up that failed proves nothing", () => {
    expect(ids([answer()], [lookup("kms1.corp.test", { status: "failed", addresses: [] })])).toEqual([]);
  });

  test("srv-target-alias", () => {
    expect(ids([answer()], [lookup("kms1.corp.test", { aliases: [name("real.corp.test")] })])).toEqual([
      "srv-target-alias",
    ]);
  });

  test.each(["192.0.2.7", "192.0.2.7.corp.test"])(
    "srv-target-address: %s, and not 'unresolvable' as well",
    (target) => {
      const answers = [answer({ records: [srv(target), second] })];
      expect(ids(answers, [lookup(target, { status: "nxdomain", addresses: [] })])).toEqual([
        "srv-target-address",
      ]);
    },
  );

  test("srv-target-none", () => {
    expect(ids([answer({ records: [srv(".", { port: 0 })] })])).toEqual(["srv-target-none"]);
  });

  test("srv-port-zero and srv-port-unusual", () => {
    expect(ids([answer({ records: [srv("kms1.corp.test", { port: 0 }), second] })])).toEqual([
      "srv-port-zero",
    ]);
    expect(ids([answer({ records: [srv("kms1.corp.test", { port: 1689 }), second] })])).toEqual([
      "srv-port-unusual",
    ]);
  });

  test("srv-duplicate: once, however many servers show it", () => {
    const records = [srv("kms1.corp.test"), srv("kms1.corp.test", { priority: 5 }), second];
    expect(ids([answer({ records }), answer({ records, server: "127.0.0.2:53" })])).toEqual([
      "srv-duplicate",
    ]);
  });

  test("the same host on two ports is no duplicate", () => {
    const records = [srv("kms1.corp.test"), srv("kms1.corp.test", { port: 1689 }), second];
    expect(ids([answer({ records })])).toEqual(["srv-port-unusual"]);
  });

  test("srv-ttl-extreme: long anywhere, short only from an authoritative server", () => {
    const ttl = (ttlSeconds: number) => [
      srv("kms1.corp.test", { ttlSeconds }),
      srv("kms2.corp.test", { ttlSeconds }),
    ];
    expect(ids([answer({ records: ttl(90_000) })])).toEqual(["srv-ttl-extreme"]);
    expect(ids([answer({ records: ttl(5) })])).toEqual(["srv-ttl-extreme"]);
    expect(ids([answer({ records: ttl(5), authoritative: false })])).toEqual([]);
    expect(ids([answer({ records: ttl(60) })])).toEqual([]);
    expect(ids([answer({ records: ttl(86_400) })])).toEqual([]);
  });

  test("srv-single-host", () => {
    expect(ids([answer({ records: [srv("kms1.corp.test")] })])).toEqual(["srv-single-host"]);
  });
});
