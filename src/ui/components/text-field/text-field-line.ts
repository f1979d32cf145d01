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
  const room = Math.max(1, width - 1);
  const start = Math.max(0, cursor - room + 1);
  const before = text.slice(start, cursor);
  const [at = " "] = text.slice(cursor);
  const beforeCells = Math.min(cellWidth(safeText(before, room)), room);
  return [
    { text: before, width: beforeCells },
    { text: at, style: "selected", width: 1 },
    { text: text.slice(cursor + at.length), width: Math.max(0, width - beforeCells - 1) },
  ];
}
