import { describe, expect, test } from "vitest";
import { FINDING_MEANINGS } from "../../../../src/cli/faces/sarif/finding-meanings.ts";
import { renderSarif } from "../../../../src/cli/faces/sarif/render-sarif.ts";
import {
  DIAGNOSED_DOMAIN_RULES,
  DIAGNOSIS_RULES,
  DOMAIN_RULES,
  POLICY_RULES,
  TARGET_RULES,
} from "../../../../src/core/checks/catalogue.ts";
import type { RunState } from "../../../../src/core/run/fold.ts";
import { sarifSchema } from "../../../support/sarif-schema.ts";
import { builtRun, domainEvents, finding, HOSTILE, hostileFinding, unknownDomain } from "./built-run.ts";

function logOf(state: RunState): ReturnType<typeof sarifSchema.parse> {
  return sarifSchema.parse(JSON.parse([...renderSarif(state)].join("")));
}

describe("the SARIF log", () => {
  test("lists every rule once, and each result names its own", () => {
    const findings = [
      finding(),
      finding({ id: "latency-high", severity: "warning" }),
      finding({ severity: "info" }),
    ];
    const [run] = logOf(builtRun({ findings })).runs;
    const rules = run?.tool.driver.rules ?? [];
    expect(rules.map(({ id }) => id)).toEqual(Object.keys(FINDING_MEANINGS));
    expect(run?.results.map(({ level }) => level)).toEqual(["error", "warning", "note"]);
    for (const { ruleId, ruleIndex } of run?.results ?? []) expect(rules[ruleIndex]?.id).toBe(ruleId);
  });

  test("the severities are those of the rules", () => {
    const rules = [
      ...DOMAIN_RULES,
      ...DIAGNOSED_DOMAIN_RULES,
      ...TARGET_RULES,
      ...DIAGNOSIS_RULES,
      ...POLICY_RULES,
    ];
    for (const { id, severity } of rules) expect(FINDING_MEANINGS[id].severity, id).toBe(severity);
  });

  test.each(HOSTILE)("%j makes no link and no placeholder", (text) => {
    const [run] = logOf(builtRun({ events: domainEvents(text), findings: [hostileFinding(text)] })).runs;
    const message = run?.results[0]?.message.text ?? "";
    expect(message).not.toMatch(/\]\(|\{\d+\}|[\u0000-\u001f\u007f-\u009f\u202e]/);
  });

  test("what could not be determined is a notification, and an interrupted run no success", () => {
    const unknown = logOf(builtRun({ events: unknownDomain() })).runs[0]?.invocations[0];
    expect(unknown?.executionSuccessful).toBe(true);
    expect(unknown?.toolExecutionNotifications[0]?.message.text).toContain("Not known in 1 case");
    const partial = logOf(builtRun({ partial: true })).runs[0]?.invocations[0];
    expect(partial).toMatchObject({ executionSuccessful: false, endTimeUtc: "2026-11-24T12:00:01.234Z" });
    expect(logOf(builtRun()).runs[0]?.invocations[0]?.toolExecutionNotifications).toEqual([]);
  });
});
