// The report as Markdown for a ticket: the verdict, the findings as a table and in full, then what was examined.
import type { Finding } from "../../../core/checks/finding.ts";
import { documentHead } from "../../../core/run/document.ts";
import type { RunState } from "../../../core/run/fold.ts";
import { examinedTables, type Cell, type ExaminedTable } from "../examined-tables.ts";
import { reportVerdict, type VerdictKind } from "../report-verdict.ts";
import { toldFindings } from "../told-findings.ts";
import { codeLine, codeSpan } from "./code-span.ts";
import { escapeMarkdown } from "./escape-markdown.ts";

const WORDS: Readonly<Record<VerdictKind, string>> = {
  good: "OK",
  warning: "WARNING",
  error: "ERROR",
  unknown: "NOT KNOWN",
};

export function* renderMarkdown(state: RunState): Generator<string> {
  const { version, command, startedAt, elapsedMs } = documentHead(state);
  const { kind, lines } = reportVerdict(state);
  const [first = "", ...rest] = lines;
  yield `# kms-doctor ${command}: ${WORDS[kind]}\n\n**${first}**\n`;
  for (const line of rest) yield `\n${line}\n`;
  const seconds = (elapsedMs / 1000).toFixed(2);
  yield `\nkms-doctor ${version}, ${startedAt}, took ${seconds} s.\n`;
  yield* renderFindings(state.findings.inOrder());
  yield "\n## Examined\n";
  for (const table of examinedTables(state)) yield renderTable(table);
}

function* renderFindings(findings: Iterable<Finding>): Generator<string> {
  const { told, leftOut } = toldFindings(findings);
  if (told.length === 0) return;
  yield "\n## Findings\n\n";
  yield row(["No.", "Severity", "Finding", "Subject", "What is wrong"]);
  yield row(["--:", "---", "---", "---", "---"]);
  for (const [index, { severity, id, subject, title }] of told.entries()) {
    yield row([String(index + 1), severity, codeSpan(id), codeSpan(subject), escapeMarkdown(title)]);
  }
  for (const line of leftOut) yield `\n${line}\n`;
  for (const [index, finding] of told.entries()) yield renderFinding(index + 1, finding);
}

function renderFinding(
  number: number,
  { severity, id, subject, title, detail, evidence, remedy }: Finding,
): string {
  return [
    `\n### ${number}. ${severity}: ${codeSpan(id)} ${codeSpan(subject)}\n`,
    `\n${escapeMarkdown(title)}. ${escapeMarkdown(detail)}\n`,
    ...list("Seen", evidence.map(escapeMarkdown)),
    // Commands are there to be pasted, so they stay letter by letter.
    ...list("To do", remedy.map(codeLine)),
  ].join("");
}

function list(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`\n${title}:\n\n`, ...items.map((item) => `- ${item}\n`)];
}

function renderTable({ title, note, columns, rows }: ExaminedTable): string {
  const head = `\n### ${cell(title)}\n${note === "" ? "" : `\n${escapeMarkdown(note)}\n`}`;
  if (rows.length === 0) return head;
  const body = [columns, columns.map(() => "---"), ...rows.map((cells) => cells.map(cell))].map(row);
  return `${head}\n${body.join("")}`;
}

function cell({ kind, text }: Cell): string {
  return kind === "name" ? codeSpan(text) : escapeMarkdown(text);
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |\n`;
}
