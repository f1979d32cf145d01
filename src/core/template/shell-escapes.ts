// Escapes for what a shell reads: POSIX sh, PowerShell, and words that mean themselves everywhere (for cmd.exe, too).
import { err, ok } from "../result.ts";
import { lineEscape, type Escape } from "./escape.ts";

/** Means itself as a word of every shell and in every configuration file here; no program takes it for an option. */
const PLAIN = /^[A-Za-z0-9_][A-Za-z0-9_.:/-]*$/;

/** `::1`, CIDR blocks, and `@` alone (the top of a zone) are plain, too. Quotes, blanks and anything else is refused. */
export const plainEscape: Escape = lineEscape(
  "a bare word: letters, digits, '_', '.', ':', '/' and '-', nothing else",
  (text) =>
    text === "@" || PLAIN.test(text) || /^::[0-9a-f:.]*(\/\d+)?$/.test(text)
      ? ok(text)
      : err("only letters, digits, '_', '.', ':', '/' and '-' can stand there"),
);

/** A word of a POSIX shell (XCU 2.2.2): between single quotes nothing is special but the single quote. */
export const shellEscape: Escape = lineEscape("a word of a POSIX shell", (text) => {
  if (text.startsWith("-")) return err("it begins with a hyphen, so a program would take it for an option");
  return ok(PLAIN.test(text) ? text : `'${closeQuotes(text)}'`);
});

/** For a place inside single quotes of the template's own: `'0 0 1688 {{target|shell-quoted}}'`. */
export const shellQuotedEscape: Escape = lineEscape("inside '…' of a POSIX shell", (text) =>
  ok(closeQuotes(text)),
);

/**
 * A string of PowerShell between single quotes, where only the quote is special. PowerShell takes typographic quotes
 * (U+2018 to U+201B) for single quotes, too: each is doubled.
 */
export const powershellEscape: Escape = lineEscape("a quoted string of PowerShell", (text) =>
  ok(`'${text.replaceAll(/['\u2018-\u201b]/g, "$&$&")}'`),
);

function closeQuotes(text: string): string {
  return text.replaceAll("'", String.raw`'\''`);
}
