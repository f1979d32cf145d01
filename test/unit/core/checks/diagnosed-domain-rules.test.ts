import { describe, expect, test } from "vitest";
import { DIAGNOSED_DOMAIN_RULES, DIAGNOSIS_RULES } from "../../../../src/core/checks/catalogue.ts";
import type {
  DiagnosedDomain,
  PublishedHost,
  ZoneSearchFacts,
} from "../../../../src/core/checks/diagnosis-facts.ts";
import { judge } from "../../../../src/core/checks/rule.ts";
import { zoneNotFound } from "../../../../src/core/checks/zone.ts";
import type { ServerAnswer } from "../../../../src/core/run/observation.ts";
import {
  answer,
  domainFacts,
  endpoint,
  lookup,
  name,
  nothing,
  srv,
  targetFacts,
} from "../../../support/facts.ts";
import { soa } from "../../../support/zone-builder.ts";

function domain(answers: readonly ServerAnswer[], extras: Partial<DiagnosedDomain> = {}): DiagnosedDomain {
  const none = { sibling: null, nearMisses: [], meant: new Map(), zone: null, views: [] };
  return { ...domainFacts(answers), ...none, ...extras };
}

function ids(facts: DiagnosedDomain): readonly string[] {
  return judge(DIAGNOSED_DOMAIN_RULES, facts).map(({ id }) => id);
}

const OTHER = [srv("kms9.corp.test")];
const authority = answer({ server: "127.0.0.9:53", role: "name-server" });
const resolver = (overrides: Partial<ServerAnswer> = {}) => answer({ authoritative: false, ...overrides });

describe("what more is said of a diagnosed domain", () => {
  test("a healthy one: nothing", () => {
    expect(ids(domain([resolver(), authority]))).toEqual([]);
  });

  test("near misses count only where the record is missing", () => {
    const miss = answer({ question: "_vmlcs._tcp.corp.test SRV" });
    expect(ids(domain([nothing("nxdomain")], { nearMisses: [miss] }))).toEqual(["srv-misspelled"]);
    expect(ids(domain([answer()], { nearMisses: [miss] }))).toEqual([]);
    const unknown = answer({ presence: null, status: "timeout", records: [] });
    expect(ids(domain([unknown], { nearMisses: [miss] }))).toEqual([]);
  });

  test("a sibling that answers means a wildcard", () => {
    expect(ids(domain([answer()], { sibling: answer() }))).toEqual(["srv-wildcard"]);
    expect(ids(domain([answer()], { sibling: nothing("nxdomain") }))).toEqual([]);
  });

  test("an old record in a cache; a resolver that is itself authoritative caches nothing", () => {
    const stale = judge(DIAGNOSED_DOMAIN_RULES, domain([resolver({ records: OTHER }), authority]));
    expect(stale.map(({ id }) => id)).toEqual(["dns-resolver-stale"]);
    expect(stale[0]?.evidence[0]).toContain("TTL left 3600 s");
    expect(ids(domain([answer({ records: OTHER }), authority]))).toEqual([]);
  });

  test("a remembered absence, with the seconds left where they are told", () => {
    const absent = (negativeTtlSeconds: number | null) =>
      judge(
        DIAGNOSED_DOMAIN_RULES,
        domain([nothing("nxdomain", { authoritative: false, negativeTtlSeconds }), authority]),
      );
    expect(absent(42).map(({ id }) => id)).toEqual(["dns-negative-cached"]);
    expect(absent(42)[0]?.remedy[0]).toContain("Wait 42 seconds");
    expect(absent(null)[0]?.detail).toContain("does not tell");
  });

  test("where the authorities differ nobody is called stale", () => {
    const second = { ...authority, server: "127.0.0.8:53", records: OTHER };
    expect(ids(domain([resolver({ records: OTHER }), authority, second]))).toEqual([]);
  });

  test("another zone behind another resolver", () => {
    const [one, two] = [resolver(), resolver({ server: "127.0.0.2:53", records: [], presence: "nodata" })];
    const same = soa("corp.test");
    const other = soa("corp.test", { mname: name("ns.elsewhere.test") });
    const views = (second: typeof same | null) => ({
      views: [
        { answer: one, soa: same },
        { answer: two, soa: second },
      ],
    });
    expect(ids(domain([one, two], views(other)))).toEqual(["dns-split-horizon"]);
    expect(ids(domain([one, two], views({ ...same, serial: 2 })))).toEqual([]);
    expect(ids(domain([one, two], views(null)))).toEqual([]);
  });

  test("the zone and its primary", () => {
    const zone = (overrides: Partial<ZoneSearchFacts>): Partial<DiagnosedDomain> => ({
      zone: {
        zone: name("corp.test"),
        mname: name("ns1.corp.test"),
        primary: "answers",
        primaryServers: ["127.0.0.1:53"],
        evidence: ["e"],
        ...overrides,
      },
    });
    expect(ids(domain([answer()], zone({})))).toEqual([]);
    expect(ids(domain([answer()], zone({ zone: null, mname: null, primary: null })))).toEqual([
      "zone-not-found",
    ]);
    const without = (said: ServerAnswer) =>
      judge([zoneNotFound], domain([said], zone({ zone: null, mname: null, primary: null })))[0]?.title;
    expect(without(answer())).toBe("corp.test has records, but no DNS zone");
    expect(without(nothing("nxdomain"))).toBe("No DNS zone holds corp.test");
    expect(ids(domain([answer()], zone({ primary: "silent" })))).toEqual(["zone-primary-unreachable"]);
    expect(ids(domain([answer()], zone({ primary: "unresolvable" })))).toEqual(["zone-primary-unreachable"]);
    expect(ids(domain([answer()], zone({ primary: null })))).toEqual([]);
  });
});

describe("what is said of the published hosts", () => {
  const host = (
    text: string,
    state: "open" | "refused" | "error",
    address = "192.168.0.1",
  ): PublishedHost => ({
    host: text,
    port: 1688,
    domains: ["corp.test"],
    facts: targetFacts([endpoint({ state, address })], lookup(text, { addresses: [address] })),
  });
  const said = (
    hosts: readonly PublishedHost[],
    expected: readonly { host: string; port: number }[] | null = null,
  ) => judge(DIAGNOSIS_RULES, { domains: [domain([answer()])], hosts, expected }).map(({ id }) => id);
  const one = host("kms1.corp.test", "open");

  test("stale: dead, while another works; not where all are dead or one could not be tried", () => {
    expect(said([one, host("kms2.corp.test", "refused")])).toEqual(["srv-stale-host"]);
    expect(said([host("kms1.corp.test", "refused"), host("kms2.corp.test", "refused")])).toEqual([]);
    expect(said([one, host("kms2.corp.test", "error")])).toEqual([]);
    expect(said([one, host("unknown.corp.test", "refused")])).toEqual([]);
  });

  test("expected and unexpected hosts", () => {
    const both = [
      { host: "kms1.corp.test", port: 1688 },
      { host: "kms2.corp.test", port: 1688 },
    ];
    expect(said([one], both)).toEqual([]);
    expect(said([one], both.slice(1))).toEqual(["srv-unexpected-host"]);
    expect(said([one], [...both, { host: "kms3.corp.test", port: 1688 }])).toEqual(["srv-expected-missing"]);
    expect(
      said(
        [one],
        both.map((each) => ({ ...each, port: 1689 })),
      ),
    ).toHaveLength(4);
  });

  test("public addresses, but for hosts that are public on purpose", () => {
    expect(said([host("kms1.corp.test", "open", "8.8.8.8")])).toEqual(["exposed-public-address"]);
    expect(said([host("azkms.core.windows.net", "open", "8.8.8.8")])).toEqual([]);
    expect(said([host("kms1.corp.test", "open", "fd00::1")])).toEqual([]);
  });
});
