// Any spelling of an activation error or event becomes a row of the table, or what a code says about itself.
import { err, ok, type Result } from "../result.ts";
import { closestWord } from "../text/closest-word.ts";
import { decodeHresult, hresultOfWin32 } from "./decode-hresult.ts";
import type { KnownCode } from "./error-codes/known-code.ts";
import { KNOWN_CODES } from "./error-codes/table.ts";

export type CodeProblem = { readonly reason: string; readonly hint: string };

/** Longer text is no code, whatever stands in it. */
const MOST_CHARACTERS = 200;
const HOW = "Write it like 0xC004F074, -1073418124, F074 or 12293; 'kms-doctor explain --list' has all.";

const isEvent = ({ code }: KnownCode): boolean => !code.startsWith("0x");
const EVENTS = new Map(KNOWN_CODES.filter(isEvent).map((known) => [Number(known.code), known]));
const RESULTS = KNOWN_CODES.filter((known) => !isEvent(known));
const BY_VALUE = new Map(RESULTS.map((known) => [Number(known.code), known]));
/** By the last four digits; a code that is only an information gives way to the error. */
const BY_TAIL = Map.groupBy(
  RESULTS.filter(({ code }) => !code.startsWith("0x4")),
  ({ code }) => code.slice(-4),
);
const BY_SYMBOL = Map.groupBy(RESULTS, ({ symbol }) => symbol);

/**
 * Takes `0xC004F074`, `C004F074`, `-1073418124`, `3221549172`, `F074`, `10061` (Win32), `12293` and `event 12293`, symbols,
 * and what stands before or behind a code in a message. An error says what to write instead.
 */
export function parseCode(text: string): Result<KnownCode, CodeProblem> {
  if (text.length > MOST_CHARACTERS) return err({ reason: "it is too long for a code", hint: HOW });
  const event = /^\s*event(?:[ _-]?id)?[\s:=#]*(\d{1,5})\s*$/i.exec(text)?.[1];
  if (event !== undefined) return parseEvent(Number(event));
  const word = hexWord(text) ?? bareWord(text);
  const bySymbol = BY_SYMBOL.get(word.toUpperCase())?.[0];
  if (bySymbol !== undefined) return ok(bySymbol);
  const hex = /^0x([0-9a-f]+)$/i.exec(word)?.[1];
  if (hex !== undefined) return parseHex(hex, word);
  if (/^-\d{1,10}$/.test(word)) return parseSigned(word);
  if (word.length === 8 && /^(?:[0-9a-f]*[a-f][0-9a-f]*|[48]\d*)$/i.test(word)) return parseHex(word, word);
  if (/^\d{1,10}$/.test(word)) return parseDecimal(word);
  if (/^[0-9a-f]{4}$/i.test(word)) {
    return parseTail(word) ?? err({ reason: "no known code ends like that", hint: "Write the whole code." });
  }
  return unknown(word);
}

/** The first `0x…` of a message that has eight digits, or else the first of all. */
function hexWord(text: string): string | undefined {
  const words = [...text.matchAll(/(?<![0-9a-z_])0x[0-9a-f]+(?![0-9a-z_])/gi)].map(([word]) => word);
  return words.find((word) => word.length === 10) ?? words[0];
}

/** Without `Error:` before it and punctuation around it. */
function bareWord(text: string): string {
  return text
    .trim()
    .replace(/^(?:error|fehler|code|hresult|hr|result|status)(?:[ _]code)?(?=[\s:=])[\s:=]*/i, "")
    .replace(/^[('"]+/, "")
    .replace(/[)'".,;:]+$/, "")
    .trim();
}

function parseEvent(id: number): Result<KnownCode, CodeProblem> {
  const known = EVENTS.get(id);
  if (known !== undefined) return ok(known);
  const ids = [...EVENTS.keys()].map(String);
  const meant = closestWord(String(id), ids);
  return err({
    reason: `event ${id} is none of those that tell about volume activation`,
    hint: meant === undefined ? HOW : `Did you mean event ${meant}?`,
  });
}

function parseHex(digits: string, word: string): Result<KnownCode, CodeProblem> {
  // Some logs widen the code to 64 bits.
  const narrow = /^f{8}([0-9a-f]{8})$/i.exec(digits)?.[1] ?? digits;
  if (narrow.length === 8) return ok(byValue(Number.parseInt(narrow, 16)));
  if (narrow.length > 4) return unknown(word);
  return (
    (narrow.length === 4 ? parseTail(narrow) : undefined) ??
    ok(byValue(hresultOfWin32(Number.parseInt(narrow, 16))))
  );
}

function parseSigned(word: string): Result<KnownCode, CodeProblem> {
  const value = Number(word);
  return value < -0x8000_0000 ? unknown(word) : ok(byValue(value >>> 0));
}

/** Up to 65535 an event, the last four digits of a code, or a Win32 error, in this order; above, a code as a number. */
function parseDecimal(word: string): Result<KnownCode, CodeProblem> {
  const value = Number(word);
  if (value > 0xffff_ffff) return unknown(word);
  if (value > 0xffff) return ok(byValue(value));
  const event = EVENTS.get(value);
  if (event !== undefined) return ok(event);
  return (word.length === 4 ? parseTail(word) : undefined) ?? ok(byValue(hresultOfWin32(value)));
}

/** Undefined where no known code ends like that. */
function parseTail(tail: string): Result<KnownCode, CodeProblem> | undefined {
  const [first, ...others] = BY_TAIL.get(tail.toUpperCase()) ?? [];
  if (first === undefined) return undefined;
  if (others.length === 0) return ok(first);
  const codes = [first, ...others].map(({ code }) => code).join(" and ");
  return err({ reason: `${codes} end like that`, hint: "Write the whole code." });
}

function byValue(value: number): KnownCode {
  return BY_VALUE.get(value) ?? decodeHresult(value);
}

function unknown(word: string): Result<KnownCode, CodeProblem> {
  const spelled = /^[0-9a-f]{5,9}$/i.test(word) ? `0x${word}` : word;
  const symbols = RESULTS.flatMap(({ symbol }) => (symbol === null ? [] : [symbol]));
  const meant = closestWord(spelled, [...KNOWN_CODES.map(({ code }) => code), ...symbols]);
  return err({
    reason: "no spelling of a code is like that",
    hint: meant === undefined ? HOW : `Did you mean ${meant}?`,
  });
}
