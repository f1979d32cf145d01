// Runs `lab list`.
import { listScenarios } from "../../lab/scenario-files.ts";
import type { LabFlags } from "../commands/lab.ts";
import { columns } from "../text/layout.ts";
import { printDocument } from "./simple-document.ts";

export async function runLabList(flags: LabFlags): Promise<number> {
  const scenarios = (await listScenarios()).map(({ name, scenario: { title, expects } }) => ({
    name,
    title,
    expects,
  }));
  const rows = scenarios.map(({ name, title, expects }) => [name, title, expects.join(" ")]);
  const text = `${columns(rows).join("\n")}\n\nOpen one: kms-doctor lab start NAME\n`;
  return printDocument("lab list", { scenarios }, text, flags);
}
