// Received text made safe for a terminal: control characters, escapes, bidi overrides and lone surrogates become \xNN or \u{N}.

/** Escapes everything that could move the cursor, change colours or reorder the line. Newlines and tabs are escaped too. */
export function escapeText(text: string): string {
  return text.replace(UNSAFE, (char) => {
    const code = char.codePointAt(0) ?? 0;
    return code <= 0xff ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
  });
}

// C0, DEL and C1; zero-width and bidi controls (U+200B-200F, 202A-202E, 2060-2069, 061C, FEFF); line and paragraph
// separators; surrogates without a partner; tags (U+E0000-E007F).
const UNSAFE =
  // oxlint-disable-next-line no-control-regex -- control characters are what this is about
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\u{e0000}-\u{e007f}]/gu;
