// Received text made safe for XML 1.0: markup as entities, and characters that XML forbids even as references in escaped form.
import { escapeText } from "../../../core/text/escape-text.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  // Bare it would end a CDATA section, and `]]>` may not stand in text.
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** For text and for attribute values. Controls, lone surrogates and noncharacters become \xNN or \u{N}. */
export function escapeXml(text: string): string {
  return escapeText(text)
    .replace(/[\ufffe\uffff]/g, (char) => `\\u{${char.charCodeAt(0).toString(16)}}`)
    .replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}
