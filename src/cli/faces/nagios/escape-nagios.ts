// Received text made safe for the one line of a monitoring plugin: no bar, which begins the performance data, and nothing
// that the shells and web pages that such lines are pasted into would interpret.
import { escapeText } from "../../../core/text/escape-text.ts";

/** Receivers cut lines of some thousand octets where they like; ours ends well before. */
const MOST_CHARACTERS = 600;

export function escapeNagios(text: string): string {
  const safe = escapeText(text)
    // An apostrophe of ours that means itself everywhere.
    .replaceAll("'", "’")
    .replace(/[|<>&"`$]/g, (char) => `\\x${char.charCodeAt(0).toString(16)}`);
  return safe.length <= MOST_CHARACTERS ? safe : `${safe.slice(0, MOST_CHARACTERS)}…`;
}
