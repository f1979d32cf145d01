import { describe, expect, test } from "vitest";
import { TARGET_RULES } from "../../../../src/core/checks/catalogue.ts";
import { judge } from "../../../../src/core/checks/rule.ts";
import { sayAnswer, sayEndpoint, sayLookup, sayRdata } from "../../../../src/core/checks/wording.ts";
import { AT, answer, endpoint, lookup, nothing, srv, targetFacts } from "../../../support/facts.ts";

describe("evidence says in one line", () => {
  test.each([
    [answer(), "answered 2 SRV (udp, authoritative, 1.0 ms)"],
    [answer({ authoritative: false, transport: "tcp" }), "answered 2 SRV (tcp, 1.0 ms)"],
    [nothing("nxdomain", { rttMs: null }), "answered NXDOMAIN (udp, authoritative)"],
    [nothing("nodata", { transport: null }), "answered NODATA (no transport, authoritative, 1.0 ms)"],
    [answer({ presence: null, rcode: "SERVFAIL", asked: 2 }), "answered SERVFAIL (asked 2 times)"],
    [answer({ presence: null, rcode: null, status: "timeout" }), "timeout"],
  ])("what a server answered (%#)", (said, words) => {
    expect(sayAnswer(said)).toBe(`127.0.0.1:53 ${words} at ${AT}`);
  });

  test("a record as it stands in a zone file", () => {
    expect(sayRdata(srv("kms1.corp.test", { priority: 1, weight: 2 }))).toBe("1 2 1688 kms1.corp.test");
  });

  test.each([
    [{ addresses: ["192.0.2.10", "2001:db8::10"] }, "192.0.2.10, 2001:db8::10"],
    [{ addresses: [], status: "nodata" }, "NODATA"],
  ] as const)("what a look-up found (%#)", (found, words) => {
    expect(sayLookup(lookup("kms1.corp.test", found))).toBe(`kms1.corp.test: ${words} (127.0.0.1:53, ${AT})`);
  });

  test("what a connect met: the last state, its code, and how often it was tried", () => {
    const tried = { state: "filtered", code: "ETIMEDOUT", ms: null };
    const silent = endpoint({ state: "filtered", address: "2001:db8::10", attempts: [tried, tried] });
    expect(sayEndpoint(silent)).toBe(`[2001:db8::10]:1688 filtered (ETIMEDOUT) after 2 attempts, ${AT}`);
    expect(sayEndpoint(endpoint())).toBe(`192.0.2.10:1688 open; the KMS interface was accepted, ${AT}`);
  });
});

test.each([
  ["rejected", "ECONNABORTED"],
  ["unreachable", "ENETUNREACH"],
] as const)("%s is explained with the code that the network gave, or without", (state, code) => {
  const [named, bare] = [endpoint({ state, code }), { ...endpoint({ state }), code: null }].map(
    (facts) => judge(TARGET_RULES, targetFacts([facts]))[0]?.detail,
  );
  expect(named).toContain(`(${code})`);
  expect(bare).toContain("(no code)");
});
