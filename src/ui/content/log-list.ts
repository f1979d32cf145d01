// The log: what happened in this session, the latest first.
import type { LogLine, UiState } from "../store/ui-state.ts";
import { span } from "../text/line.ts";
import type { ContentContext, ListModel } from "./context.ts";
import { emptyLines } from "./empty-lines.ts";
import { memoLast } from "./memo-last.ts";
import { paragraph } from "./wrapped.ts";

const shownLines = memoLast(
  (log: readonly LogLine[], filter: string, problemsOnly: boolean): readonly LogLine[] =>
    log.filter(
      ({ text, tone }) =>
        text.toLowerCase().includes(filter) && !(problemsOnly && (tone === "plain" || tone === "good")),
    ),
);

export function logList(state: UiState, context: ContentContext): ListModel {
  const shown = shownLines(state.log, state.filter.text.toLowerCase(), state.hasProblemsOnly);
  const at = (index: number): LogLine | undefined => shown[shown.length - 1 - index];
  return {
    title: "Log",
    header: () => [span("time   what happened", "dim")],
    count: shown.length,
    total: state.log.length,
    rowAt: (index) => {
      const entry = at(index);
      return entry === undefined
        ? []
        : [span(`${context.clock(entry.atMs)}  `, "dim"), span(entry.text, entry.tone)];
    },
    keyAt: (index) => {
      const entry = at(index);
      return entry === undefined ? "" : `${entry.atMs} ${entry.text}`;
    },
    cellText: (index) => at(index)?.text ?? "",
    rowText: (index) => at(index)?.text ?? "",
    detailTitle: "Entry",
    detailAt: (index, columns) => paragraph(at(index)?.text ?? "", columns),
    empty: emptyLines(state, context, "Nothing happened yet.", state.log.length),
  };
}
