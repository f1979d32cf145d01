// A command line as a POSIX shell splits it into words (XCU 2.2 and 2.3): quotes and backslashes, and nothing else. Nothing is expanded.
import { err, ok, type Result } from "../result.ts";

/** At least one word. An error is one clause. */
export function splitWords(text: string): Result<readonly [string, ...string[]], string> {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === "\\" && quote !== "'") {
      const next = text.charAt(++at);
      if (next === "") return err("it ends in a backslash");
      // Between double quotes a backslash stands for itself before most characters.
      word = (word ?? "") + (quote === '"' && !'"\\$`'.includes(next) ? `\\${next}` : next);
    } else if (quote !== undefined) {
      if (char === quote) quote = undefined;
      else word = (word ?? "") + char;
    } else if (char === "'" || char === '"') {
      quote = char;
      word ??= "";
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? "") + char;
    }
  }
  if (quote !== undefined) return err(`the quote ${quote} is not closed`);
  if (word !== undefined) words.push(word);
  const [program, ...rest] = words;
  return program === undefined || program === "" ? err("it names no program") : ok([program, ...rest]);
}
