import { expect, test } from "vitest";
import { plain } from "../../../../src/cli/text/paint.ts";
import { renderFindings } from "../../../../src/cli/text/render-findings.ts";
import type { Finding } from "../../../../src/core/checks/finding.ts";

test("a line of a remedy stays one line, evidence is wrapped", () => {
  const command = `Add-DnsServerResourceRecord ${"-Option value ".repeat(20)}-Last`;
  const evidence = "seen and seen again ".repeat(20).trim();
  const finding: Finding = {
    id: "srv-missing",
    severity: "error",
    subject: "_vlmcs._tcp.corp.test",
    title: "No record",
    detail: "None.",
    evidence: [evidence],
    remedy: [command],
  };
  const lines = [...renderFindings([finding], 60, plain)].join("").split("\n");
  expect(lines).toContain(`    do:   ${command}`);
  expect(lines.filter((line) => line !== `    do:   ${command}`).every((line) => line.length <= 60)).toBe(
    true,
  );
});
