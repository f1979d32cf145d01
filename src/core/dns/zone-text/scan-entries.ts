// Cuts a master file (RFC 1035 section 5.1) into entries of tokens, by offsets into the text, so that an editor can keep every octet.
// The text is a string whose char codes are octets. What two servers would read differently is refused.

/** One record or directive with all its lines. The token list is reused for the next entry: copy what is to be kept. */
export type Entry = {
  /** Offset of its first line. */
  readonly start: number;
  /** Offset behind its last line, the newline included. */
  readonly end: number;
  /** Number of its first line, from 1. */
  readonly line: number;
  /** It begins with a blank: a record of the owner before it. */
  readonly isIndented: boolean;
  /** Start and end of each token in turn; a quoted one has its quotes. */
  readonly tokens: readonly number[];
};

/** Why a text can't be read; `line` is undefined where no single line is to blame. */
export type TextProblem = { readonly line: number | undefined; readonly reason: string };

const TAB = 0x09;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const BLANK = 0x20;
const QUOTE = 0x22;
const OPEN = 0x28;
const CLOSE = 0x29;
const SEMICOLON = 0x3b;
const BACKSLASH = 0x5c;

/** Ends a token: a table is faster than seven comparisons. */
const ENDS_TOKEN = new Uint8Array(256);
for (const code of [TAB, NEWLINE, RETURN, BLANK, QUOTE, OPEN, CLOSE, SEMICOLON]) ENDS_TOKEN[code] = 1;

/** Calls `visit` for each entry that has a token, in order, until one is a problem. */
export function scanEntries(
  text: string,
  visit: (entry: Entry) => TextProblem | undefined,
): TextProblem | undefined {
  const octets = problemOfOctets(text);
  if (octets !== undefined) return octets;
  const tokens: number[] = [];
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const start = at;
    const first = line;
    const problem = (reason: string): TextProblem => ({ line: first, reason });
    const code = text.charCodeAt(at);
    let depth = 0;
    let isOpen = true;
    tokens.length = 0;
    while (isOpen && at < text.length) {
      const char = text.charCodeAt(at);
      if (char === NEWLINE) {
        at++;
        line++;
        isOpen = depth > 0;
      } else if (char === BLANK || char === TAB || char === RETURN) {
        at++;
      } else if (char === SEMICOLON) {
        const newline = text.indexOf("\n", at);
        at = newline === -1 ? text.length : newline;
      } else if (char === OPEN) {
        depth++;
        at++;
      } else if (char === CLOSE) {
        if (depth === 0) return problem("a parenthesis is closed that was not opened");
        depth--;
        at++;
      } else {
        const end = char === QUOTE ? quotedEnd(text, at) : bareEnd(text, at);
        if (end === undefined)
          return { line, reason: "a quoted string or an escape does not end in its line" };
        tokens.push(at, end);
        at = end;
      }
    }
    if (depth > 0) return problem("a parenthesis is not closed");
    if (tokens.length === 0) continue;
    const found = visit({ start, end: at, line: first, isIndented: code === BLANK || code === TAB, tokens });
    if (found !== undefined) return found;
  }
  return undefined;
}

function problemOfOctets(text: string): TextProblem | undefined {
  if (text.startsWith("\u00ef\u00bb\u00bf")) {
    return {
      line: 1,
      reason: "it begins with a byte-order mark, which DNS servers take for a part of a name",
    };
  }
  const nul = text.indexOf("\0");
  if (nul !== -1) return { line: undefined, reason: "it has NUL octets: it is no text" };
  const lone = /\r(?!\n)/.exec(text);
  return lone === null
    ? undefined
    : { line: lineOf(text, lone.index), reason: "a carriage return stands without its newline" };
}

/** The number of the line at an offset, from 1. */
export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}

function bareEnd(text: string, start: number): number | undefined {
  let at = start;
  while (at < text.length) {
    const char = text.charCodeAt(at);
    if (char === BACKSLASH) {
      const next = text.charCodeAt(at + 1);
      if (at + 1 >= text.length || next === NEWLINE || next === RETURN) return undefined;
      at += 2;
    } else if (ENDS_TOKEN[char] === 1) {
      return at;
    } else {
      at++;
    }
  }
  return at;
}

function quotedEnd(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === QUOTE) return at + 1;
    if (char === NEWLINE) return undefined;
    if (char === BACKSLASH) at++;
  }
  return undefined;
}
