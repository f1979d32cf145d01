import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeXml } from "../../../../src/cli/faces/junit/escape-xml.ts";
import { renderJunit } from "../../../../src/cli/faces/junit/render-junit.ts";
import type { RunState } from "../../../../src/core/run/fold.ts";
import type { FailOn } from "../../../../src/core/run/verdict.ts";
import { describeWithPeers } from "../../../support/peer.ts";
import {
  builtRun,
  domainEvents,
  finding,
  HOSTILE,
  hostileFinding,
  policy,
  policyEvents,
  unknownDomain,
} from "./built-run.ts";

const SCHEMA = fileURLToPath(new URL("../../../golden/junit.xsd", import.meta.url));

const junit = (state: RunState, failOn: FailOn = "error"): string =>
  [...renderJunit(state, { failOn })].join("");

function countsOf(report: string): Readonly<Record<string, number>> {
  const head = /<testsuite [^>]*>/.exec(report)?.[0] ?? "";
  const count = (name: string): number => Number(new RegExp(`${name}="(\\d+)"`).exec(head)?.[1]);
  const found = (pattern: RegExp): number => [...report.matchAll(pattern)].length;
  expect(found(/<testcase /g)).toBe(count("tests"));
  expect(found(/<failure /g)).toBe(count("failures"));
  expect(found(/<error /g)).toBe(count("errors"));
  return { tests: count("tests"), failures: count("failures"), errors: count("errors") };
}

const THREE = ["error", "warning", "info"].map((severity) => finding({ severity: severity as "error" }));

describe("the JUnit report", () => {
  test.each([
    ["error", 1],
    ["warning", 2],
    ["never", 1],
  ] as const)("--fail-on %s: %i findings fail", (failOn, failures) => {
    const report = junit(builtRun({ events: domainEvents("kms1.corp.test"), findings: THREE }), failOn);
    expect(countsOf(report)).toEqual({ tests: 5, failures, errors: 0 });
    expect(report).toContain("info srv-missing: _vlmcs._tcp.corp.test: No KMS host is published\n");
  });

  test.each([
    ["a domain of which nothing is known", builtRun({ events: unknownDomain() }), 1],
    [
      "an update policy that is not known",
      builtRun({ events: policyEvents(policy({ policy: "unknown" })) }),
      1,
    ],
    ["an update policy", builtRun({ events: policyEvents(policy()) }), 0],
    ["an interrupted run", builtRun({ partial: true }), 1],
  ])("%s", (_what, state, errors) => {
    expect(countsOf(junit(state))).toEqual({ tests: 1, failures: 0, errors });
  });

  test("nothing but what XML 1.0 allows, and no markup", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(escapeXml(text)).toMatch(/^[\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
        expect(escapeXml(text)).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|apos);)/);
      }),
    );
  });
});

describeWithPeers("the JUnit report and the schema", ["xmllint"], () => {
  const valid = (report: string): string => {
    const options = { input: report, encoding: "utf8" } as const;
    return spawnSync("xmllint", ["--noout", "--schema", SCHEMA, "-"], options).stderr.trim();
  };

  test.each(HOSTILE)("%j leaves it valid", (text) => {
    const state = builtRun({ events: domainEvents(text), findings: [hostileFinding(text)] });
    expect(valid(junit(state))).toBe("- validates");
  });

  test.each([
    ["nothing at all", builtRun()],
    ["unknown", builtRun({ events: unknownDomain(), findings: THREE })],
    ["partial", builtRun({ partial: true })],
  ])("%s is valid", (_what, state) => {
    expect(valid(junit(state))).toBe("- validates");
  });

  test("the schema does refuse", () => {
    expect(valid(junit(builtRun()).replace(/ tests="\d+"/, ""))).toContain("fails to validate");
  });
});
