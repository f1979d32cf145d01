import { describe, expect, test } from "vitest";
import type {
  DiagnosedDomain,
  DiagnosisFacts,
  PublishedHost,
} from "../../../../src/core/checks/diagnosis-facts.ts";
import type { FindingId } from "../../../../src/core/checks/finding-id.ts";
import type { Finding } from "../../../../src/core/checks/finding.ts";
import { judgeSymptom } from "../../../../src/core/checks/judge-symptom.ts";
import { seenEvidence } from "../../../../src/core/checks/seen-evidence.ts";
import type { UpdatePolicyFacts } from "../../../../src/core/checks/update-policy-facts.ts";
import { parseCode } from "../../../../src/core/kms/parse-code.ts";
import type { AddressLookup, EndpointFacts, ServerAnswer } from "../../../../src/core/run/observation.ts";
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

const LOOKUPS = [lookup("kms1.corp.test"), lookup("kms2.corp.test")];

function domain(
  answers: readonly ServerAnswer[],
  lookups: readonly AddressLookup[] = LOOKUPS,
): DiagnosedDomain {
  return {
    ...domainFacts(answers, lookups),
    sibling: null,
    nearMisses: [],
    meant: new Map(),
    zone: null,
    views: [],
  };
}

function host(label: string, ...endpoints: readonly EndpointFacts[]): PublishedHost {
  return { host: `${label}.corp.test`, port: 1688, domains: ["corp.test"], facts: targetFacts(endpoints) };
}

function facts(overrides: Partial<DiagnosisFacts> = {}): DiagnosisFacts {
  return {
    domains: [domain([answer()])],
    hosts: [host("kms1", endpoint()), host("kms2", endpoint())],
    expected: null,
    ...overrides,
  };
}

function finding(id: FindingId, subject: string): Finding {
  return { id, severity: "error", subject, title: "t", detail: "d", evidence: ["e"], remedy: ["r"] };
}

function policy(overrides: Partial<UpdatePolicyFacts>): UpdatePolicyFacts {
  return {
    zone: name("corp.test"),
    primary: "127.0.0.1:53",
    policy: "disabled",
    rcode: "REFUSED",
    keyMightHelp: true,
    keyVerdict: null,
    activeDirectory: false,
    evidence: [],
    serialBefore: null,
    serialAfter: null,
    alarm: null,
    ...overrides,
  };
}

function keys(...args: Parameters<typeof seenEvidence>): readonly string[] {
  return [...seenEvidence(...args).keys()].toSorted();
}

describe("signs of health", () => {
  test("a healthy network shows all of them, and says where", () => {
    const seen = seenEvidence(facts(), [], []);
    expect(Object.fromEntries(seen)).toEqual({
      "records-found": "_vlmcs._tcp.corp.test has SRV records (127.0.0.1:53)",
      "dns-answers": "every DNS server that was asked gave a usable answer (127.0.0.1:53)",
      "targets-resolve": "every published host has an address of its own",
      "hosts-answer":
        "kms1.corp.test:1688, kms2.corp.test:1688 answered as KMS at every address, seen from this machine",
      "several-hosts-answer": "2 published hosts answer as KMS",
    });
  });

  test("nothing examined shows none", () => {
    expect(keys(facts({ domains: [], hosts: [] }), [], [])).toEqual([]);
    expect(keys(facts({ domains: [domain([])], hosts: [] }), [], [])).toEqual([]);
  });

  test.each([
    [
      "a server that says NXDOMAIN",
      { domains: [domain([answer(), nothing("nxdomain")])] },
      ["dns-answers", "several-hosts-answer"],
    ],
    [
      "another domain without records",
      { domains: [domain([answer()]), domain([nothing("nodata")])] },
      ["dns-answers", "several-hosts-answer"],
    ],
    [
      "a server that is silent",
      { domains: [domain([answer(), answer({ presence: null, status: "timeout", records: [] })])] },
      ["hosts-answer", "records-found", "several-hosts-answer", "targets-resolve"],
    ],
    [
      "a target that was not looked up",
      { domains: [domain([answer()], [])] },
      ["dns-answers", "hosts-answer", "records-found", "several-hosts-answer"],
    ],
    [
      "a target that is an alias",
      {
        domains: [
          domain(
            [answer()],
            [lookup("kms1.corp.test"), lookup("kms2.corp.test", { aliases: [name("a.test")] })],
          ),
        ],
      },
      ["dns-answers", "hosts-answer", "records-found", "several-hosts-answer"],
    ],
    [
      "one address that is refused",
      { hosts: [host("kms1", endpoint(), endpoint({ state: "refused" })), host("kms2", endpoint())] },
      ["dns-answers", "records-found", "several-hosts-answer", "targets-resolve"],
    ],
    [
      "a port that is open and was not asked who it is",
      { hosts: [host("kms1", endpoint({ rpc: { verdict: "not-tried", detail: "", bindMs: null } }))] },
      ["dns-answers", "records-found", "targets-resolve"],
    ],
    ["no host at all", { hosts: [] }, ["dns-answers", "records-found", "targets-resolve"]],
    [
      "a host without addresses",
      { hosts: [host("kms1")] },
      ["dns-answers", "records-found", "targets-resolve"],
    ],
    [
      "a record that names no port",
      { domains: [domain([answer({ records: [srv("kms1.corp.test", { port: 0 })] })])] },
      ["dns-answers", "records-found", "several-hosts-answer", "targets-resolve"],
    ],
  ] as const)("%s", (_title, overrides, expected) => {
    expect(keys(facts(overrides), [], [])).toEqual(expected);
  });

  test("of many domains, servers and hosts the number is told", () => {
    const servers = [1, 2, 3, 4].map((last) => answer({ server: `192.0.2.${last}:53` }));
    const hosts = [1, 2, 3, 4].map((index) => host(`kms${index}`, endpoint()));
    const seen = seenEvidence(facts({ domains: [domain(servers), domain(servers)], hosts }), [], []);
    expect(seen.get("records-found")).toBe("all 2 domains have SRV records (4 servers)");
    expect(seen.get("hosts-answer")).toMatch(/^all 4 published hosts answered/);
  });
});

describe("signs of trouble", () => {
  test("findings count by their id, and say at how many places", () => {
    const seen = seenEvidence(
      facts(),
      [],
      [finding("srv-missing", "a"), finding("srv-missing", "b"), finding("srv-missing", "c")],
    );
    expect(seen.get("srv-missing")).toBe("srv-missing at a, and 2 more");
  });

  test("a refused port that is not 1688", () => {
    expect(keys(facts(), [], [finding("port-refused", "192.0.2.10:1688")])).not.toContain("odd-port-refused");
    expect(keys(facts(), [], [finding("port-refused", "192.0.2.10:1689")])).toContain("odd-port-refused");
    expect(keys(facts(), [], [finding("port-refused", "192.0.2.10:11688")])).toContain("odd-port-refused");
  });

  test.each([
    ["up", "silent-port-host-up"],
    ["absent", "silent-port-host-absent"],
  ] as const)("a silent port of a host that is %s", (state, sign) => {
    const silent = endpoint({ state: "filtered", host: { state, evidence: "the sign" } });
    const hosts = [host("kms1", silent)];
    const seen = seenEvidence(facts({ hosts }), [], [finding("port-filtered", "192.0.2.10:1688")]);
    expect(seen.get(sign)).toBe("192.0.2.10:1688 is silent: the sign");
    // Where another finding explains the silence, it speaks for that one.
    expect(keys(facts({ hosts }), [], [finding("srv-stale-host", "x")])).not.toContain(sign);
  });

  test("how zones take updates", () => {
    expect(keys(facts(), [policy({})], [])).not.toContain("updates-not-implemented");
    expect(keys(facts(), [policy({ keyMightHelp: false })], [])).toContain("updates-not-implemented");
    expect(keys(facts(), [policy({ policy: "gss-tsig" })], [])).toContain("updates-taken");
    expect(keys(facts(), [policy({ policy: "gss-tsig" }), policy({})], [])).not.toContain("updates-taken");
    expect(keys(facts(), [policy({ policy: "unknown" })], [])).not.toContain("updates-taken");
  });
});

describe("the symptom of a diagnosis", () => {
  test("the findings follow the causes that they speak for, ruled-out ones left aside", () => {
    const parsed = parseCode("F074");
    if (!parsed.ok) throw new Error(parsed.error.reason);
    const findings = [
      finding("srv-port-unusual", "a"),
      finding("rpc-closed", "b"),
      finding("port-refused", "c:1688"),
      finding("srv-stale-host", "d"),
    ];
    const hosts = [host("kms1", endpoint({ state: "refused" }))];
    const { report, findingOrder } = judgeSymptom(
      parsed.value,
      seenEvidence(facts({ hosts }), [], findings),
      findings,
    );
    expect(findingOrder).toEqual(["srv-stale-host", "port-refused", "rpc-closed"]);
    expect(report.code).toBe("0xC004F074");
    expect(report.causes[0]).toEqual({
      cause: "A host that no longer works is still published beside one that does",
      standing: "confirmed",
      because: "srv-stale-host at d",
    });
    expect(report.nextTest).toMatch(/^Remove the SRV record/);
  });
});
