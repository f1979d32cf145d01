import { describe, expect, test } from "vitest";
import { plain } from "../../../../src/cli/text/paint.ts";
import { renderSymptom, sayOutcome } from "../../../../src/cli/text/render-symptom.ts";
import type { SymptomReport } from "../../../../src/core/run/symptom-report.ts";

type Causes = SymptomReport["causes"];

const CAUSES: Causes = [
  { cause: "The first cause", standing: "confirmed", because: "srv-stale-host at x" },
  { cause: "The second cause", standing: "likely", because: "port-refused at y" },
  { cause: "The third cause", standing: "possible", because: "nothing tells" },
  { cause: "The fourth cause", standing: "ruled-out", because: "records were found" },
  { cause: "The fifth cause", standing: "ruled-out", because: "hosts answer" },
  { cause: "The sixth cause", standing: "ruled-out", because: "records were found" },
];

function render(causes: Causes, width = 80): string {
  const report = { code: "0xC004F074", causes, nextTest: "Run this and that." };
  return [...renderSymptom(report, width, plain)].join("");
}

describe("the symptom in a report for people", () => {
  test("each cause once, in the order of its standing; what one sight rules out stands together", () => {
    expect(render(CAUSES)).toBe(`
Symptom 0xC004F074  (what it means: kms-doctor explain 0xC004F074)
  A cause of it was seen here.

  confirmed
    The first cause.
    because: srv-stale-host at x

  likely
    The second cause.
    because: port-refused at y

  possible
    - The third cause
    because: nothing tells

  ruled-out
    - The fourth cause
    - The sixth cause
    because: records were found

  ruled-out
    - The fifth cause
    because: hosts answer

  next: Run this and that.
`);
  });

  test("fits a narrow terminal", () => {
    const long = CAUSES.map((each) => ({ ...each, cause: `${each.cause} ${"and more ".repeat(20)}`.trim() }));
    for (const line of render(long, 60).split("\n").slice(2)) expect(line.length).toBeLessThanOrEqual(60);
  });

  test("says whether what was seen explains it", () => {
    const of = (...standings: readonly Causes[number]["standing"][]): string =>
      sayOutcome(standings.map((standing) => ({ cause: "c", standing, because: "b" })));
    expect(of("confirmed", "likely")).toBe("A cause of it was seen here.");
    expect(of("likely", "possible")).toMatch(/for certain; the likeliest come first/);
    expect(of("possible", "ruled-out")).toBe("Nothing that was seen here explains it.");
    expect(of()).toBe("No causes are known for this code.");
  });
});
