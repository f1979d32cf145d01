// Paragraphs as lines of the details pane.
import type { Line, Style } from "../text/line.ts";
import { safeText } from "../text/cell-text.ts";
import { breakText, wrapText } from "../text/wrap-text.ts";

/** More of one text than a person would read is cut. */
const MOST_CHARACTERS = 4000;

export function paragraph(text: string, columns: number, style?: Style, lead = ""): readonly Line[] {
  return wrapText(safeText(text, MOST_CHARACTERS), columns, lead).map((part) => [{ text: part, style }]);
}

/** A line of code, of a diff or of a plan: its spaces stay, what does not fit goes on below. */
export function codeLines(text: string, columns: number, style?: Style, lead = ""): readonly Line[] {
  const room = columns - lead.length;
  return breakText(safeText(text, MOST_CHARACTERS), room).map((part, index) => [
    { text: (index === 0 ? lead : " ".repeat(lead.length)) + part, style },
  ]);
}

/** A heading with its paragraphs below; nothing where there is none. */
export function section(
  title: string,
  texts: readonly string[],
  columns: number,
  style?: Style,
): readonly Line[] {
  if (texts.length === 0) return [];
  return [
    [],
    [{ text: title, style: "title" }],
    ...texts.flatMap((text) => paragraph(text, columns, style, "  ")),
  ];
}
