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

  test("an alias that leads to a name without an address: one cause, one finding", () => {
    const end = [name("middle.corp.test"), name("gone.corp.test")];
    const lookups = [lookup("kms1.corp.test", { status: "nxdomain", addresses: [], aliases: end })];
    expect(ids([answer()], lookups)).toEqual(["srv-target-unresolvable"]);
    const [finding] = judge(DOMAIN_RULES, domainFacts([answer()], lookups));
    expect(finding?.evidence[0]).toContain(
      "kms1.corp.test, alias of middle.corp.test, alias of gone.corp.test: NXDOMAIN",
    );
    expect(finding?.detail).toContain("gone.corp.test has neither");
    expect(finding?.remedy.join("\n")).toContain("In the zone: gone.corp.test. 3600 IN A <address>");
  });

  test("an alias that leads in a circle, or whose end nobody could look up: srv-target-alias, without a name to publish", () => {
    const aliases = [name("b.corp.test")];
    const lookups = [lookup("kms1.corp.test", { status: "failed", addresses: [], aliases })];
    expect(ids([answer()], lookups)).toEqual(["srv-target-alias"]);
    const [finding] = judge(DOMAIN_RULES, domainFacts([answer()], lookups));
    expect(finding?.title).toBe("The target kms1.corp.test is an alias whose end could not be found");
    expect(finding?.detail).toContain("in a circle");
    expect(finding?.evidence[0]).toContain("kms1.corp.test, alias of b.corp.test: FAILED");
    expect(finding?.remedy.join("\n")).not.toContain("b.corp.test");
  });

  test("srv-target-alias: the remedy publishes the end of the chain", () => {
    const aliases = [name("middle.corp.test"), name("real.corp.test")];
    const [finding] = judge(DOMAIN_RULES, domainFacts([answer()], [lookup("kms1.corp.test", { aliases })]));
    expect(finding?.remedy).toEqual([
      "Publish the canonical name instead. In the zone: _vlmcs._tcp.corp.test. IN SRV 0 0 1688 real.corp.test.",
    ]);
  });

  test("srv-target-alias", () => {
    expect(ids([answer()], [lookup("kms1.corp.test", { aliases: [name("real.corp.test")] })])).toEqual([
      "srv-target-alias",
    ]);
  });

  test.each([
    "192.0.2.7",
    "192.0.2.7.corp.test",
    "2001:db8::2",
    "2001:db8::2.corp.test",
    "::ffff:192.0.2.7.corp.test",
    "[2001:db8::2].corp.test",
    String.raw`192\.0\.2\.1`,
    String.raw`192\.0\.2\.1.corp.test`,
    "192.0.2.7:1688.corp.test",
  ])("srv-target-address: %s, and not 'unresolvable' as well", (target) => {
    const answers = [answer({ records: [srv(target), second] })];
    expect(ids(answers, [lookup(target, { status: "nxdomain", addresses: [] })])).toEqual([
      "srv-target-address",
    ]);
  });

  test.each(["192.0.2.corp.test", "db8.corp.test", "a:b.corp.test", "10.corp.test", "1.2.3.4a.corp.test"])(
    "a host name that only resembles an address is none: %s",
    (target) => {
      expect(ids([answer({ records: [srv(target), second] })])).toEqual([]);
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

  test("srv-duplicate: the record that clients reach first is kept", () => {
    const copies = [
      { priority: 5, weight: 90 },
      { priority: 1, weight: 2 },
      { priority: 1, weight: 7 },
    ];
    const records = [...copies.map((copy) => srv("kms1.corp.test", copy)), second];
    const [finding] = judge(DOMAIN_RULES, domainFacts([answer({ records })]));
    const line = (rdata: string) =>
      `In the zone: _vlmcs._tcp.corp.test. IN SRV ${rdata} 1688 kms1.corp.test.`;
    expect(finding?.remedy).toEqual([
      `Keep the record that clients reach first: lowest priority number, then highest weight. ${line("1 7")}`,
      `Remove this one. ${line("1 2")}`,
      `Remove this one. ${line("5 90")}`,
    ]);
  });

  test("srv-port-unusual: the probe asks the server that was named, and no other option where none was", () => {
    const records = [srv("kms1.corp.test", { port: 1689 }), second];
    const probe = (said: ServerAnswer) => judge(DOMAIN_RULES, domainFacts([said]))[0]?.remedy.at(-1);
    expect(probe(answer({ records }))).toBe(
      "Probe it: kms-doctor probe kms1.corp.test:1689 --server 127.0.0.1:53",
    );
    expect(probe(answer({ records, server: "[::1]:5353" }))).toBe(
      'Probe it: kms-doctor probe kms1.corp.test:1689 --server "[::1]:5353"',
    );
    expect(probe(answer({ records, role: "configured" }))).toBe(
      "Probe it: kms-doctor probe kms1.corp.test:1689",
    );
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

  test("srv-ttl-extreme: with different TTLs the record that offends is named, and the whole set is to be mended", () => {
    const records = [srv("kms1.corp.test"), srv("kms2.corp.test", { ttlSeconds: 30 })];
    const [finding] = judge(DOMAIN_RULES, domainFacts([answer({ records })]));
    expect(finding?.title).toBe("The TTL of the record 0 0 1688 kms2.corp.test is 30 seconds");
    expect(finding?.detail).toContain("With a TTL of 30 s");
    expect(finding?.detail).not.toContain("3600");
    expect(finding?.evidence).toContain("SRV 0 0 1688 kms2.corp.test has the TTL 30 s");
    expect(finding?.remedy[0]).toContain("whole record set");
  });

  test("srv-ttl-extreme: one too long and one too short are both told; of very many only the first are named", () => {
    const two = [srv("kms1.corp.test", { ttlSeconds: 5 }), srv("kms2.corp.test", { ttlSeconds: 90_000 })];
    const [both] = judge(DOMAIN_RULES, domainFacts([answer({ records: two })]));
    expect(both?.title).toContain("kms1.corp.test is 5 seconds, and 1 more");
    expect(both?.detail).toMatch(/TTL of 5 s .*TTL of 90000 s /);
    const many = Array.from({ length: 40 }, (_, index) => srv(`kms${index}.corp.test`, { ttlSeconds: 5 }));
    const facts = domainFacts([answer({ records: [...many, srv("kms.corp.test")] })]);
    const extreme = judge(DOMAIN_RULES, facts).find(({ id }) => id === "srv-ttl-extreme");
    expect(extreme?.evidence).toHaveLength(12);
    expect(extreme?.evidence[10]).toBe("and 30 more records");
  });

  test("srv-single-host", () => {
    expect(ids([answer({ records: [srv("kms1.corp.test")] })])).toEqual(["srv-single-host"]);
  });
});
