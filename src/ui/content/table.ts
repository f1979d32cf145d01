// Tables: columns that share the width, can be left out and put in another order, and are made for the rows that are seen only.
import { cell, span, type Line, type Style } from "../text/line.ts";

export type Column<Entry> = {
  readonly id: string;
  readonly title: string;
  /** Cells, or the share of what the fixed ones leave. */
  readonly width: number | { readonly share: number };
  /** Left out where the table is narrower. */
  readonly from?: number;
  readonly align?: "right";
  readonly cell: (entry: Entry) => { readonly text: string; readonly style?: Style };
};

/** Which columns are left out, and which come first, by their ids. */
export type ColumnChoice = { readonly hidden: readonly string[]; readonly order: readonly string[] };

export const ALL_COLUMNS: ColumnChoice = { hidden: [], order: [] };

/** In the chosen order; those that the choice does not know keep their places behind. */
export function orderedColumns<Named extends { readonly id: string }>(
  columns: readonly Named[],
  { order }: ColumnChoice,
): readonly Named[] {
  const rank = (id: string): number => (order.includes(id) ? order.indexOf(id) : order.length);
  return columns.toSorted((left, right) => rank(left.id) - rank(right.id));
}

export type Table<Entry> = {
  readonly header: (width: number) => Line;
  readonly row: (entry: Entry, width: number) => Line;
};

export function createTable<Entry>(columns: readonly Column<Entry>[], choice: ColumnChoice): Table<Entry> {
  const chosen = orderedColumns(columns, choice).filter(({ id }) => !choice.hidden.includes(id));
  const line = (width: number, say: (column: Column<Entry>) => ReturnType<Column<Entry>["cell"]>): Line => {
    const shown = chosen.filter(({ from = 0 }) => width >= from);
    const widths = columnWidths(shown, width);
    return shown.flatMap((column, index) => {
      const { text, style } = say(column);
      const cells = widths[index] ?? 0;
      // A number stands at the right of its cells, and the gap behind it.
      if (column.align === "right")
        return [
          { text, style, width: Math.max(0, cells - 2), align: "right" as const },
          span("", "plain", 2),
        ];
      return cell(text, style, cells);
    });
  };
  return {
    header: (width) => line(width, ({ title }) => ({ text: title, style: "dim" })),
    row: (entry, width) => line(width, (column) => column.cell(entry)),
  };
}

/** What the shares leave by rounding goes to the last of them. */
function columnWidths(columns: readonly Column<never>[], width: number): readonly number[] {
  const fixed = columns.reduce(
    (sum, column) => sum + (typeof column.width === "number" ? column.width : 0),
    0,
  );
  const shares = columns.reduce(
    (sum, column) => sum + (typeof column.width === "number" ? 0 : column.width.share),
    0,
  );
  const room = Math.max(0, width - fixed);
  let left = room;
  return columns.map(({ width: wanted }, index) => {
    if (typeof wanted === "number") return wanted;
    const isLast = columns.slice(index + 1).every((column) => typeof column.width === "number");
    const cells = isLast ? left : Math.floor((room * wanted.share) / shares);
    left -= cells;
    return cells;
  });
}
