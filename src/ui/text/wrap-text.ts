// Breaks text at spaces; a word that is wider than the line is broken where the line ends.
import { cellWidth } from "./cell-text.ts";

/** The first line begins with `lead`, the others are indented as far. `text` is safe text. Never empty. */
export function wrapText(text: string, width: number, lead = ""): readonly string[] {
  const indent = " ".repeat(lead.length);
  const room = Math.max(1, width - lead.length);
  const lines: string[] = [];
  let current = "";
  for (const word of text.split(" ")) {
    for (const part of pieces(word, room)) {
      const joined = current === "" ? part : `${current} ${part}`;
      if (current !== "" && cellWidth(joined) > room) {
        lines.push(current);
        current = part;
      } else {
        current = joined;
      }
    }
  }
  return [...lines, current].map((each, index) => (index === 0 ? lead : indent) + each);
}

function pieces(word: string, room: number): readonly string[] {
  if (cellWidth(word) <= room) return [word];
  const found: string[] = [];
  let piece = "";
  for (const char of word) {
    if (piece !== "" && cellWidth(piece + char) > room) {
      found.push(piece);
      piece = "";
    }
    piece += char;
  }
  return [...found, piece];
}
