import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeNagios } from "../../../../src/cli/faces/nagios/escape-nagios.ts";
import { nagiosExitCode, renderNagios } from "../../../../src/cli/faces/nagios/render-nagios.ts";
import { renderNagiosFailure } from "../../../../src/cli/faces/nagios/render-nagios-failure.ts";
import type { RunState } from "../../../../src/core/run/fold.ts";
import {
  builtRun,
  domainEvents,
  finding,
  HOSTILE,
  hostileFinding,
  manyTargets,
  policy,
  policyEvents,
  symptomEvents,
  unknownDomain,
} from "./built-run.ts";

const nagios = (state: RunState): string => [...renderNagios(state)].join("");
const LINE =
  /^KMS (OK|WARNING|CRITICAL|UNKNOWN) - [^|\n]+ \| errors=\d+;;;; warnings=\d+;;;; hosts=\d+;;;; time=\d+\.\d+s;;;;\n$/;

describe("the line for Nagios", () => {
  const warning = finding({ severity: "warning" });
  test.each([
    [0, "OK", builtRun()],
    [0, "OK", builtRun({ findings: [finding({ severity: "info" })] })],
    [1, "WARNING", builtRun({ findings: [warning] })],
    [2, "CRITICAL", builtRun({ findings: [finding(), warning] })],
    [2, "CRITICAL", builtRun({ events: unknownDomain(), findings: [finding()] })],
    [2, "CRITICAL", builtRun({ partial: true, findings: [finding()] })],
    [3, "UNKNOWN", builtRun({ events: unknownDomain() })],
    [3, "UNKNOWN", builtRun({ events: unknownDomain(), findings: [warning] })],
    [3, "UNKNOWN", builtRun({ partial: true })],
    [3, "UNKNOWN", builtRun({ events: policyEvents(policy({ policy: "unknown" })) })],
  ])("%i %s", (code, word, state) => {
    expect(nagiosExitCode(state)).toBe(code);
    expect(nagios(state)).toMatch(LINE);
    expect(nagios(state)).toMatch(new RegExp(`^KMS ${word} - `));
  });

  test("names the worst finding, and counts hosts and time", () => {
    const state = builtRun({ events: domainEvents("kms1.corp.test"), findings: [finding()] });
    expect(nagios(state)).toBe(
      "KMS CRITICAL - 1 error, srv-missing: No KMS host is published | errors=1;;;; warnings=0;;;; hosts=1;;;; time=1.234s;;;;\n",
    );
    expect(nagios(builtRun({ events: manyTargets(3) }))).toContain(" hosts=3;;;; ");
  });

  test("names the worst finding, too, where a symptom puts a note first", () => {
    const note = finding({ id: "update-disabled", severity: "info", title: "A note" });
    const state = builtRun({ findings: [finding(), note], events: symptomEvents("x", ["update-disabled"]) });
    expect(nagios(state)).toMatch(/^KMS CRITICAL - 1 error, 1 note, srv-missing: No KMS host/);
  });

  test.each(HOSTILE)("%j stays within the text", (text) => {
    expect(nagios(builtRun({ findings: [hostileFinding(text)] }))).toMatch(LINE);
  });

  test("one line whatever comes, without what shells and pages interpret", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 2000 }), (text) => {
        expect(escapeNagios(text)).not.toMatch(/[|<>&"'`$\n\r]/);
        expect(escapeNagios(text).length).toBeLessThanOrEqual(601);
      }),
    );
  });

  test("a tool that could not run knows nothing", () => {
    expect(renderNagiosFailure("no DNS server | is\nknown")).toBe(
      "KMS UNKNOWN - no DNS server \\x7c is\\x0aknown\n",
    );
  });
});
