// The log: what happened in this session, the latest first.
import type { LogLine, UiState } from "../store/ui-state.ts";
import type { Health } from "../theme/glyphs.ts";
import type { ContentContext, ListModel } from "./context.ts";
import { memoLast } from "./memo-last.ts";
import { tableList, type ListedEntry } from "./table-list.ts";
import { paragraph } from "./wrapped.ts";

type LogEntry = ListedEntry & { readonly line: LogLine };

const HEALTH_OF_TONE: Readonly<Record<LogLine["tone"], Health>> = {
  plain: "info",
  good: "good",
  warn: "warn",
  bad: "bad",
};

const entriesOf = memoLast((log: readonly LogLine[]): readonly LogEntry[] =>
  log.toReversed().map((line) => ({
    line,
    health: HEALTH_OF_TONE[line.tone],
    text: line.text.toLowerCase(),
    isProblem: line.tone === "warn" || line.tone === "bad",
  })),
);

export function logList(state: UiState, context: ContentContext): ListModel {
  return tableList(state, context, {
    screen: "log",
    title: "Log",
    all: entriesOf(state.log),
    columns: [
      {
        id: "time",
        title: "time",
        width: 7,
        cell: ({ line }) => ({ text: context.clock(line.atMs), style: "dim" }),
      },
      {
        id: "text",
        title: "what happened",
        width: { share: 1 },
        cell: ({ line }) => ({ text: line.text, style: line.tone }),
      },
    ],
    cellText: ({ line }) => line.text,
    rowText: ({ line }) => `${context.clock(line.atMs)}\t${line.text}`,
    detailTitle: "Entry",
    detail: ({ line }, columns) => paragraph(line.text, columns),
    nothing: "Nothing happened yet.",
  });
}
