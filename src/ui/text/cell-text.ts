// Text for cells of a terminal. Every terminal must agree on its width, so what they disagree on is shown escaped.
import stringWidth from "string-width";
import { escapeText } from "../../core/text/escape-text.ts";

/**
 * Safe text of which every terminal shows the same number of cells: no controls, no overrides of direction, no letters
 * written from right to left, no combining marks beyond what NFC composes, no emoji: what is not known to be steady is
 * escaped. `most` bounds the work: of a text of a million characters only what could be seen is looked at.
 */
export function safeText(text: string, most: number): string {
  const bounded = text.length > most * 2 + 8 ? text.slice(0, most * 2 + 8) : text;
  if (PLAIN.test(bounded)) return bounded;
  return escapeText(bounded.normalize("NFC")).replace(
    UNSTEADY,
    (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

const PLAIN = /^[\u0020-\u007e]*$/;

// All but what terminals agree on: Latin, Greek, Cyrillic, Armenian letters, Han, Kana, Hangul syllables, and the punctuation,
// symbols, arrows, lines and blocks that go with them.
const UNSTEADY =
  /[^\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u0482\u048a-\u0556\u0561-\u0587\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u20c0\u2100-\u2319\u2500-\u25fa\u2713\u2717\u3001-\u3029\u3031-\u303c\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60]/gu;

/** For terminals and fonts of which nothing but ASCII can be expected. */
export function asciiText(safe: string): string {
  return PLAIN.test(safe)
    ? safe
    : safe.replace(/[^\u0020-\u007e]/gu, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}

export type FittedCell = { readonly text: string; readonly cells: number };

/** `cut`: at most `width` cells; `left` and `right`: exactly as many, padded on the other side. */
export function fitCell(
  safe: string,
  width: number,
  align: "cut" | "left" | "right",
  ellipsis: string,
): FittedCell {
  const cells = cellWidth(safe);
  if (cells > width) return cutCell(safe, width, align !== "cut", ellipsis);
  if (align === "cut") return { text: safe, cells };
  const padding = " ".repeat(width - cells);
  return { text: align === "left" ? safe + padding : padding + safe, cells: width };
}

/** The number of cells of safe text. */
export function cellWidth(safe: string): number {
  return PLAIN.test(safe) ? safe.length : stringWidth(safe);
}

function cutCell(safe: string, width: number, isPadded: boolean, ellipsis: string): FittedCell {
  if (width <= 0) return { text: "", cells: 0 };
  let text = "";
  let cells = 0;
  for (const char of safe) {
    const more = cellWidth(char);
    if (cells + more > width - 1) break;
    text += char;
    cells += more;
  }
  text += ellipsis;
  cells += 1;
  // A wide character that did not fit leaves a cell over.
  if (isPadded && cells < width) return { text: text + " ".repeat(width - cells), cells: width };
  return { text, cells };
}
