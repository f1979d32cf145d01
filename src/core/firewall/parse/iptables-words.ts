// A line of iptables-save as words: separated by blanks, in double quotes with a backslash before a quote or backslash.

export type IptablesWord = {
  readonly text: string;
  /** In quotes, so that it is no option. */
  readonly isQuoted: boolean;
};

/** Undefined where a quote does not end. */
export function iptablesWords(line: string): readonly IptablesWord[] | undefined {
  const words: IptablesWord[] = [];
  for (let at = 0; at < line.length;) {
    if (/\s/.test(line[at] ?? "")) {
      at++;
    } else if (line[at] === '"') {
      let text = "";
      for (at++; line[at] !== '"'; at++) {
        if (line[at] === "\\") at++;
        if (at >= line.length) return undefined;
        text += line[at] ?? "";
      }
      at++;
      words.push({ text, isQuoted: true });
    } else {
      const start = at;
      while (at < line.length && !/[\s"]/.test(line[at] ?? "")) at++;
      words.push({ text: line.slice(start, at), isQuoted: false });
    }
  }
  return words;
}
