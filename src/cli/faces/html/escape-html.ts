// Received text made safe for HTML and the SVG in it, as text and between the quotes of an attribute.
import { escapeText } from "../../../core/text/escape-text.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};

export function escapeHtml(text: string): string {
  return escapeText(text).replace(/[&<>"'`]/g, (char) => ENTITIES[char] ?? char);
}
