// Rows that line up where they fit; where one would not, every row's first cell gets a line of its own.
import { columns, wrap } from "./layout.ts";

const INDENT = "      ";

/** Narrower than this the last cell would be broken too often; an IPv6 address takes up to 39. */
const LEAST_ROOM = 39;

/** Cells are plain text; only a cell of one word that is wider than `width` makes a line that is wider. */
export function fitRows(rows: readonly (readonly string[])[], width: number): readonly string[] {
  const lines = columns(rows);
  if (lines.every((line) => line.length <= width)) return lines;
  const middles = columns(rows.map((row) => [...row.slice(1, -1), ""]));
  const middleWidth = Math.max(...middles.map((middle) => middle.length));
  return rows.flatMap((row, index) => [
    (row[0] ?? "").trimEnd(),
    ...fitRest(middles[index] ?? "", middleWidth, row.length > 1 ? (row.at(-1) ?? "") : "", width),
  ]);
}

function fitRest(middle: string, middleWidth: number, last: string, width: number): readonly string[] {
  if (last === "") return middle === "" ? [] : [`${INDENT}${middle}`];
  if (middle === "") return wrap(INDENT, last, width);
  const lead = `${INDENT}${middle.padEnd(middleWidth)}  `;
  if (lead.length + Math.min(last.length, LEAST_ROOM) <= width) return wrap(lead, last, width);
  return [`${INDENT}${middle}`, ...wrap(INDENT, last, width)];
}
