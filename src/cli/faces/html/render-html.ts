// The report as one HTML file without scripts or anything from elsewhere: for a browser, a phone, a printer.
import type { Finding, Severity } from "../../../core/checks/finding.ts";
import { documentHead } from "../../../core/run/document.ts";
import type { RunState } from "../../../core/run/fold.ts";
import { examinedTables, type Cell, type ExaminedTable } from "../examined-tables.ts";
import { reportVerdict, type ReportVerdict, type VerdictKind } from "../report-verdict.ts";
import { toldFindings } from "../told-findings.ts";
import { escapeHtml } from "./escape-html.ts";
import { narrowPicture } from "./narrow-picture.ts";
import { pathPictures } from "./path-pictures.ts";
import type { NodeState, PathPicture } from "./path-picture.ts";
import { STYLE } from "./style.ts";
import { SHAPES } from "./svg-node.ts";
import { widePicture } from "./wide-picture.ts";

/** Even a name that slipped through could load or run nothing. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const WORDS: Readonly<Record<VerdictKind, string>> = {
  good: "OK",
  warning: "Warning",
  error: "Error",
  unknown: "Not known",
};
const TONES: Readonly<Record<VerdictKind | Severity, NodeState>> = {
  good: "good",
  warning: "warning",
  error: "bad",
  unknown: "unknown",
  info: "plain",
};

export function* renderHtml(state: RunState): Generator<string> {
  const { version, command, startedAt, elapsedMs } = documentHead(state);
  const verdict = reportVerdict(state);
  const title = `kms-doctor ${command}: ${WORDS[verdict.kind]}`;
  yield `<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n`;
  yield `<meta http-equiv="Content-Security-Policy" content="${escapeHtml(POLICY)}">\n`;
  yield `<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n`;
  yield `<title>${escapeHtml(title)}</title>\n<style>\n${STYLE}\n</style>\n</head>\n<body>\n<main>\n`;
  yield `<h1>kms-doctor ${escapeHtml(command)}</h1>\n`;
  const seconds = (elapsedMs / 1000).toFixed(2);
  yield `<p class="dim">Version ${escapeHtml(version)}, ${escapeHtml(startedAt)}, took ${seconds} s</p>\n`;
  yield renderVerdict(verdict);
  for (const picture of pathPictures(state)) yield renderPicture(picture);
  yield* renderFindings(state.findings.inOrder());
  yield "<h2>Examined</h2>\n";
  for (const table of examinedTables(state)) yield renderTable(table);
  yield "</main>\n</body>\n</html>\n";
}

function renderVerdict({ kind, lines }: ReportVerdict): string {
  const shape = `<svg viewBox="-11 -11 22 22" aria-hidden="true"><g class="shape">${SHAPES[TONES[kind]]}</g></svg>`;
  const text = lines.map((line) => `<div>${escapeHtml(line)}</div>`).join("");
  return `<div class="verdict ${TONES[kind]}">${shape}<div><strong>${WORDS[kind]}</strong>${text}</div></div>\n`;
}

function renderPicture(picture: PathPicture): string {
  const caption = `<figcaption>From the client to the hosts: <code>${escapeHtml(picture.title)}</code></figcaption>`;
  return `<figure>${caption}${widePicture(picture)}${narrowPicture(picture)}</figure>\n`;
}

function* renderFindings(findings: Iterable<Finding>): Generator<string> {
  const { told, leftOut } = toldFindings(findings);
  if (told.length > 0) yield "<h2>Findings</h2>\n";
  for (const finding of told) yield renderFinding(finding);
  for (const line of leftOut) yield `<p>${escapeHtml(line)}</p>\n`;
}

function renderFinding({ id, severity, subject, title, detail, evidence, remedy }: Finding): string {
  return [
    `<article class="${TONES[severity]}">`,
    `<p><span class="severity">${severity}</span> <code>${escapeHtml(id)}</code> · <code>${escapeHtml(subject)}</code></p>`,
    `<h3>${escapeHtml(title)}</h3><p>${escapeHtml(detail)}</p>`,
    list("Seen", evidence.map(escapeHtml)),
    list(
      "To do",
      remedy.map((line) => `<code>${escapeHtml(line)}</code>`),
    ),
    "</article>\n",
  ].join("");
}

function list(title: string, items: readonly string[]): string {
  if (items.length === 0) return "";
  return `<h4>${title}</h4><ul>${items.map((item) => `<li>${item}</li>`).join("")}</ul>`;
}

function renderTable({ title, note, columns, rows }: ExaminedTable): string {
  const head = `<h3>${cell(title)}</h3>\n${note === "" ? "" : `<p class="dim">${escapeHtml(note)}</p>\n`}`;
  if (rows.length === 0) return head;
  const names = columns.map((column) => `<th scope="col">${escapeHtml(column)}</th>`).join("");
  const body = rows.map(
    (cells) => `<tr>${cells.map((each, index) => tableCell(each, columns[index])).join("")}</tr>`,
  );
  return `${head}<div class="table"><table><thead><tr>${names}</tr></thead><tbody>${body.join("\n")}</tbody></table></div>\n`;
}

/** On a phone each cell is a line of its own, and names its column. */
function tableCell(each: Cell, column = ""): string {
  return `<td data-head="${escapeHtml(column)}">${cell(each)}</td>`;
}

function cell({ kind, text }: Cell): string {
  if (text === "") return "";
  return kind === "name" ? `<code>${escapeHtml(text)}</code>` : escapeHtml(text);
}
