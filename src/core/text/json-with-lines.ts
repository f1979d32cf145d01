// JSON (RFC 8259) with the line on which each object begins, for reports that point into a file. Linear, and of bounded depth.
import { err, ok, type Result } from "../result.ts";

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export type JsonObject = { readonly [key: string]: JsonValue };

export type JsonWithLines = {
  readonly value: JsonValue;
  /** The line of an object of the value, counted from 1. */
  readonly lineOf: (object: JsonObject) => number;
};

export type JsonProblem = { readonly line: number; readonly reason: string };

const MOST_DEPTH = 200;

/** Objects have no prototype, so that no key can mean anything special. */
export function parseJsonWithLines(text: string): Result<JsonWithLines, JsonProblem> {
  const lines = new Map<object, number>();
  let at = text.startsWith("\ufeff") ? 1 : 0;
  let line = 1;
  let problem: string | undefined;

  function skipBlanks(): void {
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 10) line++;
      else if (code !== 32 && code !== 9 && code !== 13) return;
    }
  }

  function fail(reason: string): null {
    problem ??= reason;
    return null;
  }

  function readString(): string {
    const start = at++;
    let isEscaped = false;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 34) {
        const raw = text.slice(start, ++at);
        return isEscaped ? unescaped(raw) : raw.slice(1, -1);
      }
      if (code === 92) {
        isEscaped = true;
        at++;
      } else if (code < 32) {
        break;
      }
    }
    fail("has a string that does not end");
    return "";
  }

  function unescaped(raw: string): string {
    try {
      return String(JSON.parse(raw));
    } catch (error) {
      fail(error instanceof SyntaxError ? "has a string with a wrong escape" : String(error));
      return "";
    }
  }

  function readArray(depth: number): readonly JsonValue[] {
    const items: JsonValue[] = [];
    at++;
    skipBlanks();
    if (text[at] === "]") at++;
    else {
      for (;;) {
        items.push(readValue(depth + 1));
        skipBlanks();
        const next = text[at++];
        if (next === "]" || problem !== undefined) break;
        if (next !== ",") fail("breaks off inside a list");
      }
    }
    return items;
  }

  function readObject(depth: number): JsonObject {
    const object = Object.create(null) as Record<string, JsonValue>;
    lines.set(object, line);
    at++;
    skipBlanks();
    if (text[at] === "}") at++;
    else {
      while (problem === undefined) {
        skipBlanks();
        if (text[at] !== '"') fail("has something else where a name should stand");
        const key = problem === undefined ? readString() : "";
        skipBlanks();
        if (text[at++] !== ":") fail("breaks off inside an object");
        if (problem !== undefined) break;
        object[key] = readValue(depth + 1);
        skipBlanks();
        const next = text[at++];
        if (next === "}") break;
        if (next !== ",") fail("breaks off inside an object");
      }
    }
    return object;
  }

  function readValue(depth: number): JsonValue {
    if (depth > MOST_DEPTH) return fail("is nested too deeply");
    skipBlanks();
    const first = text[at];
    if (first === '"') return readString();
    if (first === "{") return readObject(depth);
    if (first === "[") return readArray(depth);
    WORD.lastIndex = at;
    const word = WORD.exec(text)?.[0];
    if (word === undefined) return fail(at >= text.length ? "breaks off" : "is no JSON");
    at += word.length;
    return word === "true" ? true : word === "false" ? false : word === "null" ? null : Number(word);
  }

  const value = readValue(0);
  skipBlanks();
  if (problem === undefined && at < text.length) fail("goes on after the end of the JSON value");
  return problem === undefined
    ? ok({ value, lineOf: (object) => lines.get(object) ?? 1 })
    : err({ line, reason: problem });
}

const WORD = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value as a list; anything else is a list of one, nothing is an empty one. */
export function jsonList(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
}

/** A scalar as text; empty for lists, objects, null and what is not there. */
export function jsonText(value: JsonValue | undefined): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : "";
}
