// The escape for DNS master files (RFC 1035 section 5.1), also for update scripts and for rdata in other programs' quotes.
import { ok } from "../result.ts";
import { textEscape, type Escape } from "./escape.ts";

/**
 * A name, an address or a number as one word: each octet that is no letter, digit, '_', '-', '.', ':' or '/' is written
 * \DDD. So there is never a blank, a quote, a parenthesis, a comment or a line break, and a backslash only before digits.
 */
export const zoneEscape: Escape = textEscape("a word of a zone file, also inside double quotes", (text) =>
  // An empty word would let the next one take its place.
  ok(text === "" ? String.raw`\000` : Array.from(text, escapeChar).join("")),
);

function escapeChar(char: string): string {
  if (/^[\w.:/-]$/.test(char)) return char;
  return utf8(char.codePointAt(0) ?? 0)
    .map((octet) => `\\${String(octet).padStart(3, "0")}`)
    .join("");
}

/** The octets of one code point (RFC 3629). */
function utf8(point: number): readonly number[] {
  if (point < 0x80) return [point];
  if (point < 0x800) return [0xc0 | (point >> 6), tail(point, 0)];
  if (point < 0x1_0000) return [0xe0 | (point >> 12), tail(point, 6), tail(point, 0)];
  return [0xf0 | (point >> 18), tail(point, 12), tail(point, 6), tail(point, 0)];
}

function tail(point: number, shift: number): number {
  return 0x80 | ((point >> shift) & 0x3f);
}
