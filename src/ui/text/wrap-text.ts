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

/** Breaks text that must keep its spaces, such as code: behind a space where one is near the end of the line. Never empty. */
export function breakText(text: string, width: number): readonly string[] {
  const room = Math.max(1, width);
  const lines: string[] = [];
  let current = "";
  let cells = 0;
  for (const char of text) {
    const more = cellWidth(char);
    if (current !== "" && cells + more > room) {
      const space = current.lastIndexOf(" ") + 1;
      const end = space > current.length / 2 ? space : current.length;
      lines.push(current.slice(0, end));
      current = current.slice(end);
      cells = cellWidth(current);
    }
    current += char;
    cells += more;
  }
  return [...lines, current];
}

function pieces(word: string, room: number): readonly string[] {
  if (cellWidth(word) <= room) return [word];
  const found: string[] = [];
  let piece = "";
  let cells = 0;
  for (const char of word) {
    const more = cellWidth(char);
    if (piece !== "" && cells + more > room) {
      found.push(piece);
      piece = "";
      cells = 0;
    }
    piece += char;
    cells += more;
  }
  return [...found, piece];
}
