// The head of a record in a master file: owner, TTL and class in either order, type (RFC 1035 section 5.1).
import type { Entry } from "./scan-entries.ts";
import { err, ok, type Result } from "../../result.ts";
import { readClass, readTtl, readType } from "./read-words.ts";

export type RecordHead = {
  /** Index of the first token behind the owner, of the type, and of the TTL if there is one (token numbers). */
  readonly afterOwner: number;
  readonly typeToken: number;
  readonly ttlToken: number | undefined;
  readonly ttlSeconds: number | undefined;
  readonly type: string;
};

export function readRecordHead(text: string, entry: Entry): Result<RecordHead, string> {
  const count = entry.tokens.length / 2;
  const afterOwner = entry.isIndented ? 0 : 1;
  let ttlToken: number | undefined;
  let ttlSeconds: number | undefined;
  let hasClass = false;
  let token = afterOwner;
  for (; token < count; token++) {
    const start = entry.tokens[token * 2] ?? 0;
    const length = (entry.tokens[token * 2 + 1] ?? 0) - start;
    const first = text.charCodeAt(start);
    // The commonest words are known without being cut out.
    if (length === 2 && !hasClass && first === 0x49 && text.charCodeAt(start + 1) === 0x4e) {
      hasClass = true;
      continue;
    }
    if (length === 1 && first === 0x41) {
      return ok({ afterOwner, typeToken: token, ttlToken, ttlSeconds, type: "A" });
    }
    const word = text.slice(start, start + length);
    const ttl = ttlToken === undefined ? readTtl(word) : undefined;
    if (ttl !== undefined) {
      [ttlToken, ttlSeconds] = [token, ttl];
      continue;
    }
    const type = readType(word);
    if (type !== undefined) return ok({ afterOwner, typeToken: token, ttlToken, ttlSeconds, type });
    const kind = hasClass ? undefined : readClass(word);
    if (kind === undefined) return err(`'${word.slice(0, 40)}' is no type of a record`);
    if (kind === "other") return err(`the class is '${word.slice(0, 20)}', not IN`);
    hasClass = true;
  }
  return err("a record without a type");
}

export function wordAt(text: string, entry: Entry, token: number): string {
  return text.slice(entry.tokens[token * 2], entry.tokens[token * 2 + 1]);
}

/** The tokens behind the type. */
export function dataWords(text: string, entry: Entry, { typeToken }: RecordHead): readonly string[] {
  const words: string[] = [];
  for (let token = typeToken + 1; token * 2 < entry.tokens.length; token++)
    words.push(wordAt(text, entry, token));
  return words;
}

/** Start and end of a token. */
export function rangeOf(entry: Entry, token: number): readonly [number, number] {
  return [entry.tokens[token * 2] ?? 0, entry.tokens[token * 2 + 1] ?? 0];
}
