import { describe, expect, test } from "vitest";
import { compareFindings, isAtLeast, type FindingKey } from "../../../../src/core/checks/finding.ts";

const SORTED: readonly FindingKey[] = [
  { severity: "error", subject: "a", id: "port-refused" },
  { severity: "error", subject: "a", id: "srv-missing" },
  { severity: "error", subject: "b", id: "port-refused" },
  { severity: "warning", subject: "a", id: "latency-high" },
  { severity: "info", subject: "a", id: "srv-single-host" },
];

describe("the order of findings", () => {
  test("severity, then subject, then id; the same from any start", () => {
    expect(SORTED.toReversed().sort(compareFindings)).toEqual(SORTED);
    expect(SORTED.toSorted(compareFindings)).toEqual(SORTED);
  });

  test("the same finding is equal to itself", () => {
    for (const finding of SORTED) expect(compareFindings(finding, { ...finding })).toBe(0);
  });
});

test("a severity is at least itself and everything below", () => {
  const levels = ["info", "warning", "error"] as const;
  for (const [index, severity] of levels.entries()) {
    expect(levels.map((threshold) => isAtLeast(severity, threshold))).toEqual(
      levels.map((_, other) => other <= index),
    );
  }
});
