// Received text made safe for Markdown (CommonMark and GitHub's tables): nothing in it starts a link, code, HTML or a list.
import { escapeText } from "../../../core/text/escape-text.ts";

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;" };

/** Text that reads as it is, in a paragraph, a list item or a table cell. */
export function escapeMarkdown(text: string): string {
  return (
    escapeText(text)
      .replace(/[\\`*_[\]~$]/g, "\\$&")
      .replace(/[&<>|]/g, (char) => ENTITIES[char] ?? char)
      // At the start these would make a heading, a list, a rule or a number.
      .replace(/^(\s*)([#+=-])/, "$1\\$2")
      .replace(/^(\s*\d+)([.)])(?=\s|$)/, "$1\\$2")
      // GitHub turns bare addresses into links, and @name into a mention.
      .replace(/\b(https?|ftp|mailto|xmpp):/gi, "$1&#58;")
      .replace(/\bwww\./gi, (www) => `${www.slice(0, 3)}&#46;`)
      .replace(/!(?=\\\[)/g, "\\!")
      .replace(/@(?=[a-z])/gi, "&#64;&#8203;")
  );
}
