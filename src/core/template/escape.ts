// What an escape is: a function that writes a value so that its target reads exactly that value, or refuses it.
import { err, ok, type Result } from "../result.ts";
import type { ValueKind } from "./template-scope.ts";

export type Escape = {
  /** What it writes for, for messages and for the README of the templates. */
  readonly target: string;
  /** The kinds of values that it takes. */
  readonly takes: readonly ValueKind[];
  /** An error is one clause; nothing is ever left out or replaced. */
  readonly write: (value: string | number) => Result<string, string>;
};

const BOTH: readonly ValueKind[] = ["text", "number"];

/**
 * An escape for text. Whole numbers are written as their digits, which every target here reads as themselves. No target
 * can hold NUL or half a surrogate pair, so text with one is refused before `write` sees it.
 */
export function textEscape(target: string, write: (text: string) => Result<string, string>): Escape {
  return {
    target,
    takes: BOTH,
    write: (value) => {
      if (typeof value === "number") return ok(String(value));
      if (value.includes("\0")) return err("it holds a NUL octet");
      return value.isWellFormed() ? write(value) : err("it is no whole Unicode text");
    },
  };
}

/** An escape for text on one line: control characters and line separators are refused. */
export function lineEscape(target: string, write: (text: string) => Result<string, string>): Escape {
  return textEscape(target, (text) =>
    // oxlint-disable-next-line no-control-regex -- control characters are what this is about
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text)
      ? err("it holds a control character or a line break")
      : write(text),
  );
}
