// Text of ours and of the network as a SARIF plain text message (SARIF 2.1.0 sections 3.11.5 and 3.11.6): no links, no placeholders.
import { escapeText } from "../../../core/text/escape-text.ts";

/** `[text](target)` would become a link in a viewer, and `{0}` an argument: a space keeps both from it. */
export function sarifText(text: string): string {
  return escapeText(text)
    .replaceAll("](", "] (")
    .replace(/\{(?=\d+\})/g, "{ ");
}
