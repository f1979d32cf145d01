// Escapes for data formats: JSON (RFC 8259), YAML 1.2, HCL 2, CSV (RFC 4180), RouterOS scripts.
import { err, ok } from "../result.ts";
import { lineEscape, textEscape, type Escape } from "./escape.ts";

/** A JSON string with its quotes, also a string of JavaScript: line separators are written as escapes. */
export const jsonEscape: Escape = textEscape("a value of JSON, with its quotes", (text) =>
  ok(quoteJson(text)),
);

/** A double-quoted YAML scalar: YAML reads every JSON string; what is unprintable in YAML is escaped as well. */
export const yamlEscape: Escape = textEscape("a value of YAML, with its quotes", (text) =>
  ok(quoteJson(text)),
);

/**
 * A quoted template of HCL. `$` and `%` would begin interpolation, so they are always written as escapes; `\b` and `\f`,
 * which JSON has, HCL has not.
 */
export const hclEscape: Escape = textEscape("a value of HCL, with its quotes", (text) =>
  ok(
    quoteJson(text).replaceAll(/\\.|[$%]/g, (match) => {
      if (match === String.raw`\b`) return unicodeEscape("\b");
      if (match === String.raw`\f`) return unicodeEscape("\f");
      return match.startsWith("\\") ? match : unicodeEscape(match);
    }),
  ),
);

/** A field of CSV, quoted where it must be. A field that a spreadsheet would run as a formula is refused. */
export const csvEscape: Escape = lineEscape("a field of CSV", (text) => {
  if (/^[=+@-]/.test(text)) return err("a spreadsheet would take it for a formula");
  return ok(/^[\w.:/-]+$/.test(text) ? text : `"${text.replaceAll('"', '""')}"`);
});

/** A quoted string of RouterOS: the backslash, the quote, `$` and `?` (help) are escaped. */
export const routerosEscape: Escape = lineEscape("a quoted string of RouterOS", (text) =>
  ok(`"${text.replaceAll(/[\\"$?]/g, String.raw`\$&`)}"`),
);

function quoteJson(text: string): string {
  // JSON.stringify escapes what JSON must have escaped; the rest is what YAML, HCL and JavaScript do not want raw.
  return JSON.stringify(text).replaceAll(
    /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]/g,
    unicodeEscape,
  );
}

function unicodeEscape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
