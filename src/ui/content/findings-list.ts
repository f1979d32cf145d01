// The list of findings: the worst first, with what was mended since; evidence and remedy in the details.
import type { Finding } from "../../core/checks/finding.ts";
import type { FindingHistory, FixedFinding } from "../store/history.ts";
import { findingKey } from "../store/history.ts";
import { shownRun, type UiState } from "../store/ui-state.ts";
import { line, span, type Line } from "../text/line.ts";
import { ageText } from "./age.ts";
import type { ContentContext, ListModel } from "./context.ts";
import { HEALTH_OF_SEVERITY, sign, STYLE_OF_HEALTH } from "./health.ts";
import { memoLast } from "./memo-last.ts";
import { remedyOfLine } from "./remedy-action.ts";
import { shownEntries, tableList, type ListedEntry } from "./table-list.ts";
import type { Column } from "./table.ts";
import { paragraph, section } from "./wrapped.ts";

export type FindingEntry = ListedEntry & {
  readonly finding: Finding;
  /** Null where it holds. */
  readonly fixedAtMs: number | null;
};

const entriesOf = memoLast(
  (findings: readonly Finding[], fixed: readonly FixedFinding[]): readonly FindingEntry[] => [
    ...findings.map((finding) => findingEntry(finding, null)),
    ...fixed.map(({ finding, fixedAtMs }) => findingEntry(finding, fixedAtMs)),
  ],
);

function findingEntry(finding: Finding, fixedAtMs: number | null): FindingEntry {
  const { id, subject, title, severity } = finding;
  return {
    finding,
    fixedAtMs,
    health: fixedAtMs === null ? HEALTH_OF_SEVERITY[severity] : "good",
    text: `${id} ${subject} ${title}`.toLowerCase(),
    isProblem: severity !== "info" && fixedAtMs === null,
  };
}

function allEntries(state: UiState): readonly FindingEntry[] {
  return entriesOf(shownRun(state).findings, state.history.fixed);
}

/** What the list shows, in its order. */
export function findingEntries(state: UiState): readonly FindingEntry[] {
  return shownEntries(allEntries(state), state);
}

export function findingsList(state: UiState, context: ContentContext): ListModel {
  return tableList(state, context, {
    screen: "findings",
    title: "Findings",
    all: allEntries(state),
    columns: findingColumns(state, context),
    cellText: ({ finding }) => finding.subject,
    rowText: ({ finding }) => findingText(finding),
    detailTitle: "Evidence and remedy",
    detail: (entry, columns) => detail(entry, state, columns, context),
    nothing: nothingFound(state),
  });
}

function findingColumns(
  { history, nowMs }: UiState,
  context: ContentContext,
): readonly Column<FindingEntry>[] {
  return [
    {
      id: "finding",
      title: "finding",
      width: 22,
      cell: ({ finding, fixedAtMs, health }) => ({
        text: finding.id,
        style: fixedAtMs === null ? STYLE_OF_HEALTH[health] : "dim",
      }),
    },
    {
      id: "about",
      title: "about",
      width: { share: 1 },
      // Titles name what they are about: where it is narrow they have the room.
      from: 96,
      cell: ({ finding, fixedAtMs }) => ({
        text: finding.subject,
        style: fixedAtMs === null ? "plain" : "dim",
      }),
    },
    {
      id: "title",
      title: "what is wrong",
      width: { share: 2 },
      cell: ({ finding, fixedAtMs }) =>
        fixedAtMs === null ? { text: finding.title } : { text: `fixed: ${finding.title}`, style: "dim" },
    },
    {
      id: "since",
      title: "since",
      width: 7,
      cell: (entry) => ({
        text: sayWhen(entry, history.findings.get(findingKey(entry.finding)), nowMs, context),
        style: "note",
      }),
    },
  ];
}

/** Where nothing was looked at, nothing is well. */
function nothingFound(state: UiState): string {
  const { domains, targets } = shownRun(state);
  return domains.length === 0 && targets.length === 0
    ? "Nothing was examined."
    : "Nothing is wrong, as far as was examined.";
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
  entry: FindingEntry,
  { remedy: chosen }: UiState,
  columns: number,
  context: ContentContext,
): readonly Line[] {
  const { id, severity, subject, title, detail: told, evidence, remedy } = entry.finding;
  const isFixed = entry.fixedAtMs !== null;
  const { health } = entry;
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
