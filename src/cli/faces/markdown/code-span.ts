// Names and commands as code, so that they are shown letter by letter and can be copied.
import { escapeText } from "../../../core/text/escape-text.ts";
import { escapeMarkdown } from "./escape-markdown.ts";

/** What a table, or a reader that is no good Markdown reader, could take for more than text. */
const RISKY = /[`|<>&\\]|\][([]/;

/** A name in a paragraph or in a table cell; a name with risky characters is escaped text instead. */
export function codeSpan(text: string): string {
  const safe = escapeText(text);
  if (safe === "") return "";
  return RISKY.test(safe) ? escapeMarkdown(safe) : `\`${safe}\``;
}

/** A line that must stay as it is, outside of tables: the fence is longer than any run of backticks in it. */
export function codeLine(text: string): string {
  const safe = escapeText(text);
  const longest = Math.max(0, ...[...safe.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const gap = /^[` ]|[` ]$/.test(safe) ? " " : "";
  return `${fence}${gap}${safe}${gap}${fence}`;
}
