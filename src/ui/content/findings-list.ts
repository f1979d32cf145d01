// The list of findings: the worst first, with what was mended since; evidence and remedy in the details.
import type { Finding } from "../../core/checks/finding.ts";
import type { FindingHistory, FixedFinding, HistoryState } from "../store/history.ts";
import { findingKey } from "../store/history.ts";
import { shownRun, type UiState } from "../store/ui-state.ts";
import { cell, line, span, type Line } from "../text/line.ts";
import { ageText } from "./age.ts";
import type { ContentContext, ListModel } from "./context.ts";
import { emptyLines } from "./empty-lines.ts";
import { HEALTH_OF_SEVERITY, sign, STYLE_OF_HEALTH } from "./health.ts";
import { memoLast } from "./memo-last.ts";
import { remedyOfLine } from "./remedy-action.ts";
import { paragraph, section } from "./wrapped.ts";

export type FindingEntry = { readonly finding: Finding; readonly fixedAtMs: number | null };

const entriesOf = memoLast(
  (findings: readonly Finding[], fixed: readonly FixedFinding[]): readonly FindingEntry[] => [
    ...findings.map((finding) => ({ finding, fixedAtMs: null })),
    ...fixed,
  ],
);

const shownEntries = memoLast(
  (entries: readonly FindingEntry[], filter: string, problemsOnly: boolean): readonly FindingEntry[] =>
    entries.filter(({ finding: { id, subject, title, severity }, fixedAtMs }) => {
      if (problemsOnly && (severity === "info" || fixedAtMs !== null)) return false;
      return `${id} ${subject} ${title}`.toLowerCase().includes(filter);
    }),
);

/** What the list shows, in its order. */
export function findingEntries(state: UiState): readonly FindingEntry[] {
  const all = entriesOf(shownRun(state).findings, state.history.fixed);
  return shownEntries(all, state.filter.text.toLowerCase(), state.hasProblemsOnly);
}

export function findingsList(state: UiState, context: ContentContext): ListModel {
  const all = entriesOf(shownRun(state).findings, state.history.fixed);
  const entries = findingEntries(state);
  return {
    title: "Findings",
    header: (columns) => {
      const widths = columnWidths(columns);
      return [
        span("  ", "dim", 2),
        ...cell("finding", "dim", widths.id),
        ...cell("about", "dim", widths.subject),
        ...cell("what is wrong", "dim", widths.title),
        span("since", "dim"),
      ];
    },
    count: entries.length,
    total: all.length,
    rowAt: (index, columns) => row(entries[index], columns, state.history, state.nowMs, context),
    keyAt: (index) => {
      const entry = entries[index];
      return entry === undefined ? "" : findingKey(entry.finding);
    },
    cellText: (index) => entries[index]?.finding.subject ?? "",
    rowText: (index) => {
      const entry = entries[index];
      return entry === undefined ? "" : findingText(entry.finding);
    },
    detailTitle: "Evidence and remedy",
    detailAt: (index, columns) => detail(entries[index], state, columns, context),
    empty: emptyLines(state, context, nothingFound(state), all.length),
  };
}

const SINCE_WIDTH = 7;

/** Where nothing was looked at, nothing is well. */
function nothingFound(state: UiState): string {
  const { domains, targets } = shownRun(state);
  return domains.length === 0 && targets.length === 0
    ? "Nothing was examined."
    : "Nothing is wrong, as far as was examined.";
}

function columnWidths(columns: number): Readonly<Record<"id" | "subject" | "title", number>> {
  const id = columns >= 70 ? 22 : 18;
  const room = Math.max(0, columns - 2 - id - SINCE_WIDTH);
  // Titles name what they are about: where it is narrow they have the room.
  const subject = columns >= 100 ? Math.floor(room * 0.35) : 0;
  return { id, subject, title: room - subject };
}

function row(
  entry: FindingEntry | undefined,
  columns: number,
  history: HistoryState,
  nowMs: number,
  context: ContentContext,
): Line {
  if (entry === undefined) return [];
  const { finding, fixedAtMs } = entry;
  const widths = columnWidths(columns);
  const isFixed = fixedAtMs !== null;
  const style = isFixed ? "dim" : "plain";
  return [
    sign(isFixed ? "good" : HEALTH_OF_SEVERITY[finding.severity], context),
    ...cell(finding.id, isFixed ? "dim" : STYLE_OF_HEALTH[HEALTH_OF_SEVERITY[finding.severity]], widths.id),
    ...cell(finding.subject, style, widths.subject),
    ...cell(`${isFixed ? "fixed: " : ""}${finding.title}`, style, widths.title),
    span(sayWhen(entry, history.findings.get(findingKey(finding)), nowMs, context), "note"),
  ];
}

function sayWhen(
  { fixedAtMs }: FindingEntry,
  past: FindingHistory | undefined,
  nowMs: number,
  { clock }: ContentContext,
): string {
  if (fixedAtMs !== null) return clock(fixedAtMs);
  if (past === undefined) return "";
  return past.isNew ? "new" : ageText(past.sinceMs, nowMs);
}

function detail(
  entry: FindingEntry | undefined,
  { remedy: chosen }: UiState,
  columns: number,
  context: ContentContext,
): readonly Line[] {
  if (entry === undefined) return [];
  const { id, severity, subject, title, detail: told, evidence, remedy } = entry.finding;
  const isFixed = entry.fixedAtMs !== null;
  const health = isFixed ? "good" : HEALTH_OF_SEVERITY[severity];
  // What is mended needs no remedy.
  const steps = isFixed ? [] : remedy;
  const { pointer } = context.glyphs;
  return [
    [
      sign(health, context),
      span(`${isFixed ? "fixed" : severity} `, STYLE_OF_HEALTH[health]),
      span(`${id} `, "strong"),
      span(subject),
    ],
    ...(entry.fixedAtMs === null ? [] : [line(`fixed since ${context.clock(entry.fixedAtMs)}`, "good")]),
    ...paragraph(title, columns, "strong"),
    ...(told === "" ? [] : paragraph(told, columns)),
    ...(steps.length === 0 ? [] : [[], [span("What to do", "title")]]),
    ...steps.flatMap((step, index) => {
      const isChosen = index === Math.min(chosen, steps.length - 1);
      const runs = remedyOfLine(step) === undefined ? "" : "[x] ";
      return paragraph(
        `${runs}${step}`,
        columns,
        isChosen ? "note" : "plain",
        isChosen ? `${pointer} ` : "  ",
      );
    }),
    ...section("Seen", evidence, columns),
  ];
}

/** A finding as text for a ticket. */
export function findingText({
  id,
  severity,
  subject,
  title,
  detail: told,
  evidence,
  remedy,
}: Finding): string {
  return [
    `${severity} ${id} ${subject}`,
    title,
    ...(told === "" ? [] : [told]),
    ...evidence.map((each) => `seen: ${each}`),
    ...remedy.map((each) => `do: ${each}`),
  ].join("\n");
}
