import { describe, expect, test } from "vitest";
import { TARGET_RULES } from "../../../../src/core/checks/catalogue.ts";
import { judge } from "../../../../src/core/checks/rule.ts";
import type { RpcVerdictKind } from "../../../../src/core/rpc/verdict.ts";
import type { EndpointFacts } from "../../../../src/core/run/observation.ts";
import { endpoint, lookup, targetFacts } from "../../../support/facts.ts";

function ids(...endpoints: readonly EndpointFacts[]): readonly string[] {
  return judge(TARGET_RULES, targetFacts(endpoints)).map((finding) => finding.id);
}

const v6 = "2001:db8::10";

function answering(verdict: RpcVerdictKind): EndpointFacts {
  return endpoint({ rpc: { verdict, detail: "what was seen", bindMs: 1 } });
}

describe("what is said of a target", () => {
  test("a healthy host: nothing", () => {
    expect(ids(endpoint())).toEqual([]);
    expect(ids(endpoint(), endpoint({ address: v6 }))).toEqual([]);
  });

  test.each([
    ["refused", "port-refused"],
    ["filtered", "port-filtered"],
    ["rejected", "port-rejected"],
    ["unreachable", "host-unreachable"],
  ] as const)("%s is %s, for each address", (state, id) => {
    expect(ids(endpoint({ state }))).toEqual([id]);
    expect(ids(endpoint({ state }), endpoint({ state, address: v6 }))).toEqual([id, id]);
  });

  test("a local failure says nothing about the host", () => {
    expect(ids(endpoint({ state: "error", code: "EMFILE" }))).toEqual([]);
    expect(ids(endpoint(), endpoint({ address: v6, state: "error", code: "EADDRNOTAVAIL" }))).toEqual([]);
  });

  test("family-broken, either way, and nothing about the port beside it", () => {
    expect(ids(endpoint(), endpoint({ address: v6, state: "filtered" }))).toEqual(["family-broken"]);
    expect(ids(endpoint({ state: "refused" }), endpoint({ address: v6 }))).toEqual(["family-broken"]);
  });

  test("address-partly-dead, within one family", () => {
    expect(ids(endpoint(), endpoint({ address: "192.0.2.11", state: "filtered" }))).toEqual([
      "address-partly-dead",
    ]);
  });

  test("both at once", () => {
    expect(
      ids(
        endpoint(),
        endpoint({ address: "192.0.2.11", state: "refused" }),
        endpoint({ address: v6, state: "filtered" }),
      ),
    ).toEqual(["family-broken", "address-partly-dead"]);
  });

  test.each([
    ["rpc-not-kms", "rpc-not-kms"],
    ["not-rpc", "rpc-not-rpc"],
    ["silent", "rpc-silent"],
    ["closed", "rpc-closed"],
    ["denied", "rpc-denied"],
    ["malformed", "rpc-malformed"],
  ] as const)("the verdict %s is %s", (verdict, id) => {
    expect(ids(answering(verdict))).toEqual([id]);
  });

  test("connect-only: an open port is nothing to speak of", () => {
    expect(ids(answering("not-tried"))).toEqual([]);
  });

  test("latency-high: by the median, so one slow connect is not enough", () => {
    const connects = (...times: readonly number[]) =>
      endpoint({ attempts: times.map((ms) => ({ state: "open", code: null, ms })) });
    expect(ids(connects(400, 410, 390))).toEqual(["latency-high"]);
    expect(ids(connects(1030, 2, 3))).toEqual([]);
    expect(ids(connects(300))).toEqual([]);
    expect(ids(connects(301))).toEqual(["latency-high"]);
  });

  test("a name without an address", () => {
    const gone = lookup("kms1.corp.test", { status: "nxdomain", addresses: [] });
    expect(judge(TARGET_RULES, targetFacts([], gone)).map(({ id }) => id)).toEqual([
      "srv-target-unresolvable",
    ]);
    const unknown = lookup("kms1.corp.test", { status: "failed", addresses: [] });
    expect(judge(TARGET_RULES, targetFacts([], unknown))).toEqual([]);
  });

  test("the subject of an IPv6 endpoint is bracketed", () => {
    const [finding] = judge(TARGET_RULES, targetFacts([endpoint({ address: v6, state: "refused" })]));
    expect(finding?.subject).toBe("[2001:db8::10]:1688");
  });

  test("every finding has evidence and a remedy", () => {
    const facts = targetFacts([answering("closed"), endpoint({ address: v6, state: "filtered" })]);
    for (const finding of judge(TARGET_RULES, facts)) {
      expect(finding.evidence.join("")).not.toBe("");
      expect(finding.remedy.join("")).not.toBe("");
    }
  });
});
