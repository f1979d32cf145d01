// One record of comma-separated values (RFC 4180), with fields that may hold line ends between quotes.
import { textAt } from "./paste-line.ts";
import type { PasteLine } from "./paste-line.ts";

/** `end`: index of the first line after the record. */
export type DelimitedRecord = { readonly fields: readonly string[]; readonly end: number };

/** A quoted field that never ends is cut off here. */
const MOST_LINES = 60;

export function readRecord(lines: readonly PasteLine[], start: number, delimiter: string): DelimitedRecord {
  const fields: string[] = [];
  let field = "";
  let isQuoted = false;
  for (let index = start; ; index++) {
    const text = textAt(lines, index);
    for (let at = 0; at < text.length; at++) {
      const char = text[at] ?? "";
      if (isQuoted && char === '"' && text[at + 1] === '"') {
        field += char;
        at += 1;
      } else if (char === '"' && (isQuoted || field === "")) {
        isQuoted = !isQuoted;
      } else if (char === delimiter && !isQuoted) {
        fields.push(field);
        field = "";
      } else {
        field += char;
      }
    }
    if (!isQuoted || index + 1 >= Math.min(lines.length, start + MOST_LINES)) {
      fields.push(field);
      return { fields, end: index + 1 };
    }
    field += "\n";
  }
}
