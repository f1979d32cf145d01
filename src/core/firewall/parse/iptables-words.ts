// A line of iptables-save as words: separated by blanks, in double quotes with a backslash before a quote or backslash.

export type IptablesWord = {
  readonly text: string;
  /** In quotes, so that it is no option. */
  readonly isQuoted: boolean;
};

/** Undefined where a quote does not end. */
export function iptablesWords(line: string): readonly IptablesWord[] | undefined {
  // Most lines have no quotes.
  if (!line.includes('"')) {
    return line.split(/\s+/).flatMap((text) => (text === "" ? [] : [{ text, isQuoted: false }]));
  }
  const words: IptablesWord[] = [];
  let at = 0;
  for (const [whole, quoted, plain] of line.matchAll(WORD)) {
    if (plain === '"') return undefined;
    at += whole.length;
    if (quoted !== undefined) words.push({ text: quoted.replace(/\\(.)/g, "$1"), isQuoted: true });
    else if (plain !== undefined) words.push({ text: plain, isQuoted: false });
  }
  return at === line.length ? words : undefined;
}

/** Blanks, a quoted text, a plain one, or a quote that does not end. */
const WORD = /\s+|"((?:[^"\\]|\\.)*)"|([^\s"]+|")/g;
