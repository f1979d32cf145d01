// A text field as spans: the part around the cursor, so that the cursor is always seen.
import { cellWidth, safeText } from "../../text/cell-text.ts";
import type { Span } from "../../text/line.ts";
import type { TextFieldState } from "./text-field-state.ts";

/** Exactly `width` cells. The cursor is an inverse cell only where the field has the focus. */
export function textFieldSpans(
  { text, cursor }: TextFieldState,
  width: number,
  hasFocus: boolean,
): readonly Span[] {
  if (!hasFocus) return [{ text, width }];
  const before = endOfText(safeText(text.slice(0, cursor), MOST_CHARACTERS), Math.max(0, width - 1));
  const beforeCells = cellWidth(before);
  const [at = " "] = text.slice(cursor);
  const atCells = Math.min(cellWidth(safeText(at, 1)), width - beforeCells);
  return [
    { text: before, width: beforeCells },
    { text: at, style: "selected", width: atCells },
    {
      text: text.slice(cursor + (text.length > cursor ? at.length : 0)),
      width: width - beforeCells - atCells,
    },
  ];
}

/** A field holds no more. */
const MOST_CHARACTERS = 4096;

/** The last characters that fit. */
function endOfText(safe: string, width: number): string {
  const chars = Array.from(safe);
  let cells = 0;
  let start = chars.length;
  while (start > 0) {
    cells += cellWidth(chars[start - 1] ?? "");
    if (cells > width) break;
    start -= 1;
  }
  return chars.slice(start).join("");
}
