// A list that is a table: the filter, 'problems only' and the chosen columns work the same in all of them.
import type { ScreenId, UiState } from "../store/ui-state.ts";
import { span, type Line } from "../text/line.ts";
import type { ContentContext, ListModel } from "./context.ts";
import { emptyLines } from "./empty-lines.ts";
import { sign } from "./health.ts";
import type { Health } from "../theme/glyphs.ts";
import { ALL_COLUMNS, createTable, type Column } from "./table.ts";
import { memoLast } from "./memo-last.ts";

export type ListedEntry = {
  readonly health: Health;
  /** In small letters: what the filter looks into, and what names the row. */
  readonly text: string;
  /** Whether it stays where only problems are shown. */
  readonly isProblem: boolean;
};

export type TableListParts<Entry extends ListedEntry> = {
  readonly screen: ScreenId;
  readonly title: string;
  readonly all: readonly Entry[];
  readonly columns: readonly Column<Entry>[];
  /** What `y` copies, and `Y`. */
  readonly cellText: (entry: Entry) => string;
  readonly rowText: (entry: Entry) => string;
  readonly detailTitle: string;
  readonly detail: (entry: Entry, columns: number) => readonly Line[];
  /** Said where there is no entry at all. */
  readonly nothing: string;
};

const SIGN_WIDTH = 2;

export function tableList<Entry extends ListedEntry>(
  state: UiState,
  context: ContentContext,
  parts: TableListParts<Entry>,
): ListModel {
  const { all, columns } = parts;
  const shown = shownEntries(all, state);
  const table = createTable(columns, state.columnChoices[parts.screen] ?? ALL_COLUMNS);
  const at = <T>(index: number, say: (entry: Entry) => T, otherwise: T): T => {
    const entry = shown[index];
    return entry === undefined ? otherwise : say(entry);
  };
  return {
    screen: parts.screen,
    title: parts.title,
    columns: columns.map(({ id, title }) => ({ id, title })),
    count: shown.length,
    total: all.length,
    header: (width) => [span("", "dim", SIGN_WIDTH), ...table.header(width - SIGN_WIDTH)],
    rowAt: (index, width) =>
      at(index, (entry) => [sign(entry.health, context), ...table.row(entry, width - SIGN_WIDTH)], []),
    keyAt: (index) => at(index, ({ text }) => text, ""),
    cellText: (index) => at(index, parts.cellText, ""),
    rowText: (index) => at(index, parts.rowText, ""),
    detailTitle: parts.detailTitle,
    detailAt: (index, width) => at(index, (entry) => parts.detail(entry, width), []),
    empty: emptyLines(state, context, parts.nothing, all.length),
  };
}

/** What the filter and 'problems only' leave, in their order. */
export function shownEntries<Entry extends ListedEntry>(
  all: readonly Entry[],
  { filter, hasProblemsOnly }: UiState,
): readonly Entry[] {
  return filtered(all, filter.text.toLowerCase(), hasProblemsOnly) as readonly Entry[];
}

/** Lists are long and drawn often: an unchanged one is filtered once. */
const filtered = memoLast(
  (all: readonly ListedEntry[], text: string, problemsOnly: boolean): readonly ListedEntry[] =>
    all.filter((entry) => entry.text.includes(text) && (!problemsOnly || entry.isProblem)),
);
