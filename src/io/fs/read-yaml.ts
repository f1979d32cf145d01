// Reads a YAML (so also JSON) text by a schema. A mistake is told with file, line and what to write instead.
import { isMap, LineCounter, parseDocument, type Document } from "yaml";
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import { closestWord } from "../../core/text/closest-word.ts";
import { escapeText } from "../../core/text/escape-text.ts";

export type YamlPath = readonly (string | number)[];

export type YamlValue<T> = {
  readonly value: T;
  /** The error to throw for what stands at this path. */
  readonly errorAt: (path: YamlPath, message: string, hint?: string) => ConfigError;
};

export type YamlOptions = {
  /** What the text holds, for messages. */
  readonly what?: string;
  /** The keys that may stand at a path, where they depend on the value; default: those of the schema. */
  readonly knownKeys?: (path: YamlPath, value: unknown) => readonly string[];
};

const MOST_ALIASES = 10;

/** `file` is only for the messages. Throws ConfigError for the first mistake. */
export function parseYaml<S extends z.ZodType>(
  text: string,
  file: string,
  schema: S,
  options: YamlOptions = {},
): YamlValue<z.infer<S>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: "error" });
  const errorOnLine = (line: number, message: string, hint?: string): ConfigError =>
    new ConfigError(
      `${file}:${line}: ${escapeText(message)}`,
      hint === undefined ? {} : { hint: escapeText(hint) },
    );
  const errorAt: YamlValue<unknown>["errorAt"] = (path, message, hint) =>
    errorOnLine(lineOf(document, lines, path), message, hint);
  const broken = document.errors[0] ?? document.warnings[0];
  if (broken !== undefined) {
    const reason = broken.message.split("\n")[0] ?? "";
    throw errorOnLine(lines.linePos(broken.pos[0]).line, `this is no YAML: ${reason}`);
  }
  const value = plainValue(document, errorAt);
  const parsed = schema.safeParse(value);
  if (parsed.success) return { value: parsed.data, errorAt };
  const { path, message, hint } = explain(parsed.error, value, {
    what: options.what ?? "the file",
    knownKeys: options.knownKeys ?? ((at) => keysOf(schema, at)),
  });
  throw errorAt(path, message, hint);
}

/** Aliases that multiply (a 'billion laughs') are refused by the YAML package with an exception. */
function plainValue(document: Document, errorAt: YamlValue<unknown>["errorAt"]): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw errorAt([], "the aliases in this file lead too far", "Write the values out.");
  }
}

function explain(
  error: z.ZodError,
  value: unknown,
  { what, knownKeys }: Required<YamlOptions>,
): { readonly path: YamlPath; readonly message: string; readonly hint?: string } {
  // A misspelt key is told rather than the key that it leaves missing.
  const issue = error.issues.find(({ code }) => code === "unrecognized_keys") ?? error.issues[0];
  if (issue === undefined) return { path: [], message: "this can't be used" };
  const path = issue.path.map((part) => (typeof part === "number" ? part : String(part)));
  if (issue.code !== "unrecognized_keys") {
    const where = path.length === 0 ? what : `'${path.join(".")}'`;
    const isMissing = path.length > 0 && valueAt(value, path) === undefined;
    return { path, message: isMissing ? `${where} is missing` : `${where} is wrong: ${issue.message}` };
  }
  const key = issue.keys[0] ?? "";
  const known = knownKeys(path, valueAt(value, path));
  const meant = closestWord(key, known);
  return {
    path: [...path, key],
    message: `the key '${key}' is unknown here`,
    hint: meant === undefined ? `Known keys: ${known.join(", ")}.` : `Write '${meant}' instead.`,
  };
}

/** The keys of the object schema at this path, through lists and optional values. */
function keysOf(schema: z.ZodType, path: YamlPath): readonly string[] {
  let at: unknown = schema;
  for (const part of [...path, undefined]) {
    while (at instanceof z.ZodOptional || at instanceof z.ZodDefault) at = at.unwrap();
    if (part === undefined) break;
    if (at instanceof z.ZodArray) at = at.element;
    else if (at instanceof z.ZodObject) at = Reflect.get(at.shape, part);
  }
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

/** What stands at a path in a plain value, undefined for nothing. */
export function valueAt(value: unknown, path: YamlPath): unknown {
  return path.reduce<unknown>(
    (at, part) => (typeof at === "object" && at !== null ? Reflect.get(at, part) : undefined),
    value,
  );
}

/** The line of what stands at this path, or of the closest thing above it that stands in the file. */
function lineOf(document: Document, lines: LineCounter, path: YamlPath): number {
  for (let length = path.length; length > 0; length--) {
    const offset = offsetOf(document, path.slice(0, length));
    if (offset !== undefined) return lines.linePos(offset).line;
  }
  return 1;
}

function offsetOf(document: Document, path: YamlPath): number | undefined {
  const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  const pair = isMap(parent) ? parent.items.find((item) => String(item.key) === last) : undefined;
  return startOf(pair?.key) ?? startOf(document.getIn(path, true));
}

function startOf(node: unknown): number | undefined {
  const range: unknown = typeof node === "object" && node !== null ? Reflect.get(node, "range") : undefined;
  return Array.isArray(range) && typeof range[0] === "number" ? range[0] : undefined;
}
