// The words of the text of nft(8), with their lines; and a reader that goes over them once.

export type NftToken = {
  readonly text: string;
  readonly line: number;
  /** In quotes, so that it is no keyword. */
  readonly isString: boolean;
};

/** One of: end of line, comment, string, operator, bracket or separator, word. */
const TOKEN = /\n|#[^\n]*|"[^"\n]*"|==|!=|<=|>=|[{}();,=|&!<>]|[^\s{}();,="|&!<>#]+|"/g;

/** End of lines are tokens of their own; a line that ends in a backslash goes on. */
export function nftTokens(text: string): readonly NftToken[] {
  const tokens: NftToken[] = [];
  let line = 1;
  for (const [word] of text.matchAll(TOKEN)) {
    if (word === "\n") {
      if (tokens.at(-1)?.text === "\\") tokens.pop();
      else tokens.push({ text: word, line, isString: false });
      line++;
    } else if (!word.startsWith("#")) {
      const isString = word.length > 1 && word.startsWith('"');
      tokens.push({ text: isString ? word.slice(1, -1) : word, line, isString });
    }
  }
  return tokens;
}

export type NftReader = {
  /** The text of the next token, empty at the end. */
  readonly peek: (ahead?: number) => string;
  /** Takes the next token. */
  readonly next: () => string;
  /** Takes the next token where it is this keyword. */
  readonly take: (keyword: string) => boolean;
  readonly isDone: () => boolean;
  readonly line: () => number;
  readonly isString: () => boolean;
  /** The tokens up to the next end of line or `;`, braces counted, which is taken, too. */
  readonly statement: () => readonly NftToken[];
};

export function nftReader(tokens: readonly NftToken[]): NftReader {
  let at = 0;
  const peek = (ahead = 0): string => tokens[at + ahead]?.text ?? "";
  return {
    peek,
    next: () => tokens[at++]?.text ?? "",
    take: (keyword) => {
      if (peek() !== keyword || tokens[at]?.isString === true) return false;
      at++;
      return true;
    },
    isDone: () => at >= tokens.length,
    line: () => (tokens[at] ?? tokens.at(-1))?.line ?? 1,
    isString: () => tokens[at]?.isString === true,
    statement: () => {
      const start = at;
      for (let depth = 0; at < tokens.length; at++) {
        const { text, isString } = tokens[at] ?? { text: "", isString: false };
        if (isString) continue;
        if (text === "{") depth++;
        // The brace that closes what is around the statement ends it as well.
        if (text === "}" && depth-- === 0) return tokens.slice(start, at);
        if (depth === 0 && (text === "\n" || text === ";")) return tokens.slice(start, at++);
      }
      return tokens.slice(start, at);
    },
  };
}
