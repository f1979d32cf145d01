// Lines as data: what a screen shows is made of spans, and only here they become cells of a terminal.
import { asciiText, fitCell, safeText } from "./cell-text.ts";

/** Names of looks; a theme says what each is. */
export type Style =
  "plain" | "dim" | "strong" | "title" | "good" | "bad" | "warn" | "note" | "selected" | "banner" | "key";

export type Span = {
  readonly text: string;
  readonly style?: Style | undefined;
  /** Cells that it takes whatever its text; undefined: as many as its text has. */
  readonly width?: number | undefined;
  readonly align?: "left" | "right";
};

export type Line = readonly Span[];

export type Cells = { readonly text: string; readonly style: Style };

export function span(text: string, style?: Style, width?: number): Span {
  return { text, style, width };
}

/** A cell of a table: its text, and one free cell before the next. */
export function cell(text: string, style: Style | undefined, width: number): readonly [Span, Span] {
  return [
    { text, style, width: Math.max(0, width - 1) },
    { text: "", width: Math.min(1, width) },
  ];
}

export function line(text: string, style?: Style): Line {
  return [{ text, style }];
}

/** Fits a line into `columns` cells: every span made safe, cut or padded to its width. */
export function layOutLine(spans: Line, columns: number, isAscii: boolean): readonly Cells[] {
  const ellipsis = isAscii ? "~" : "…";
  const cells: Cells[] = [];
  let room = columns;
  for (const { text, style = "plain", width, align = "left" } of spans) {
    if (room <= 0) break;
    const shown = safeText(text, columns);
    const safe = isAscii ? asciiText(shown) : shown;
    const [cellWidth, way] = width === undefined ? ([room, "cut"] as const) : [Math.min(width, room), align];
    const fitted = fitCell(safe, cellWidth, way, ellipsis);
    room -= fitted.cells;
    const last = cells.at(-1);
    // Fewer pieces are drawn faster.
    if (last?.style === style) cells[cells.length - 1] = { text: last.text + fitted.text, style };
    else cells.push({ text: fitted.text, style });
  }
  return cells;
}

/** The text alone, for the linear mode and for tests. */
export function lineText(spans: Line, columns: number, isAscii: boolean): string {
  return layOutLine(spans, columns, isAscii)
    .map(({ text }) => text)
    .join("")
    .trimEnd();
}
