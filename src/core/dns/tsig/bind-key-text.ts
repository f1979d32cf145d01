// Key clauses of BIND's configuration, as tsig-keygen writes them: `key "name" { algorithm …; secret "…"; };`
// (BIND 9 Administrator Reference Manual, "key Block Grammar"). Other statements are passed over.
import { err, ok, type Result } from "../../result.ts";
import type { KeyFields, KeyTextError } from "./key-fields.ts";

type Token = {
  readonly line: number;
  readonly text: string;
  /** One of `{`, `}` and `;`, not in quotes. */
  readonly isMark: boolean;
};

/** One token at a time: blanks and the three kinds of comments, a mark, a string in quotes, a word. Linear: each alternative begins with another character. */
const PIECE =
  /(\s+|#[^\n]*|\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*\*\/)|([{};])|"([^"\n]*)"|((?:[^\s{};"#/]|\/(?![/*]))+)/y;

export function readBindKeyText(text: string): Result<readonly KeyFields[], KeyTextError> {
  const tokens = tokensOf(text);
  if (!tokens.ok) return tokens;
  const keys: KeyFields[] = [];
  let start = 0;
  let depth = 0;
  for (const [index, token] of tokens.value.entries()) {
    if (isMark(token, "{")) depth += 1;
    if (isMark(token, "}")) depth -= 1;
    if (depth < 0) return err({ line: token.line, reason: "a brace is closed that was not opened" });
    if (depth > 0 || !isMark(token, ";")) continue;
    const statement = tokens.value.slice(start, index);
    start = index + 1;
    if (!isKeyClause(statement)) continue;
    const key = readClause(statement);
    if (!key.ok) return key;
    keys.push(key.value);
  }
  const rest = tokens.value[start];
  if (rest !== undefined) return err({ line: rest.line, reason: "the statement does not end with ';'" });
  return ok(keys);
}

function tokensOf(text: string): Result<readonly Token[], KeyTextError> {
  const tokens: Token[] = [];
  const piece = new RegExp(PIECE);
  let line = 1;
  while (piece.lastIndex < text.length) {
    const match = piece.exec(text);
    if (match === null) return err({ line, reason: "a string or a comment does not end" });
    const [whole, , mark, quoted, word] = match;
    const value = mark ?? quoted ?? word;
    if (value !== undefined) tokens.push({ line, text: value, isMark: mark !== undefined });
    line += whole.split("\n").length - 1;
  }
  return ok(tokens);
}

function isMark(token: Token | undefined, text: string): boolean {
  return token?.isMark === true && token.text === text;
}

function isKeyClause(statement: readonly Token[]): boolean {
  return statement[0]?.text === "key" && isMark(statement[2], "{");
}

/** `key NAME { FIELD VALUE ; … }` */
function readClause(statement: readonly Token[]): Result<KeyFields, KeyTextError> {
  const line = statement[0]?.line ?? 1;
  const fields = new Map<string, string>();
  for (let index = 3; index < statement.length - 1; index += 3) {
    const [field, value, end] = statement.slice(index, index + 3);
    const isField = field?.text === "algorithm" || field?.text === "secret";
    if (!isField || value === undefined || value.isMark || !isMark(end, ";") || fields.has(field.text))
      return err({
        line: field?.line ?? line,
        reason: "a key clause has one algorithm and one secret, each ended by ';', and nothing else",
      });
    fields.set(field.text, value.text);
  }
  if (!isMark(statement.at(-1), "}")) return err({ line, reason: "the key clause does not end with '}'" });
  const secret = fields.get("secret");
  if (secret === undefined) return err({ line, reason: "the key has no secret" });
  return ok({ line, name: statement[1]?.text ?? "", algorithm: fields.get("algorithm") ?? null, secret });
}
