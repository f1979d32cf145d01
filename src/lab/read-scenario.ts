// Reads a scenario: YAML, the schema, then the references. A mistake is told with file, line and what to type instead.
import { type Document, isMap, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { ConfigError } from "../core/errors.ts";
import { escapeText } from "../core/text/escape-text.ts";
import { checkReferences, type Problem, type ProblemPath } from "./check-scenario.ts";
import { closestWord } from "../core/text/closest-word.ts";
import {
  HOST_SCHEMA,
  RECORD_SCHEMAS,
  type Scenario,
  scenarioSchema,
  SERVER_SCHEMA,
  SOA_SCHEMA,
  ZONE_SCHEMA,
} from "./scenario.ts";

const MOST_ALIASES = 10;

/** `file` is only for the messages. Throws ConfigError. */
export function parseScenario(text: string, file: string): Scenario {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: "error" });
  // A warning (an unknown tag) is a mistake as well: what it means is not what would be read.
  const broken = document.errors[0] ?? document.warnings[0];
  if (broken !== undefined) {
    const line = lines.linePos(broken.pos[0]).line;
    throw scenarioError(file, line, `this is no YAML: ${broken.message.split("\n")[0] ?? ""}`);
  }
  const value = plainValue(document, file);
  const parsed = scenarioSchema.safeParse(value);
  const problem = parsed.success ? checkReferences(parsed.data) : schemaProblem(parsed.error, value);
  if (parsed.success && problem === undefined) return parsed.data;
  const { path = [], message = "the scenario can't be used", hint } = problem ?? {};
  throw scenarioError(file, lineOf(document, lines, path), message, hint);
}

/** Aliases that multiply (a 'billion laughs') are refused by the YAML package with an exception. */
function plainValue(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (cause) {
    throw new ConfigError(`${file}: the aliases in this file lead too far`, {
      hint: "Write the values out.",
      cause,
    });
  }
}

function scenarioError(file: string, line: number, message: string, hint?: string): ConfigError {
  return new ConfigError(
    `${file}:${line}: ${escapeText(message)}`,
    hint === undefined ? {} : { hint: escapeText(hint) },
  );
}

function schemaProblem(error: z.ZodError, value: unknown): Problem | undefined {
  // A misspelt key is told rather than the key that it leaves missing.
  const issue = error.issues.find(({ code }) => code === "unrecognized_keys") ?? error.issues[0];
  if (issue === undefined) return undefined;
  const path = issue.path.map((part) => (typeof part === "number" ? part : String(part)));
  if (issue.code !== "unrecognized_keys") {
    const where = path.length === 0 ? "the scenario" : `'${path.join(".")}'`;
    const isMissing = valueAt(value, path) === undefined;
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

/** The keys that may stand in the mapping at this path. */
function knownKeys(path: ProblemPath, mapping: unknown): readonly string[] {
  const [section, , part] = path;
  if (section === "hosts") return Object.keys(HOST_SCHEMA.shape);
  if (section === "servers") return path.length > 2 ? ["delay"] : Object.keys(SERVER_SCHEMA.shape);
  if (section !== "zones") return Object.keys(scenarioSchema.shape);
  if (part === "soa") return Object.keys(SOA_SCHEMA.shape);
  if (part !== "records") return Object.keys(ZONE_SCHEMA.shape);
  const type = valueAt(mapping, ["type"]);
  const schema = Object.entries(RECORD_SCHEMAS).find(([name]) => name === type)?.[1];
  return Object.keys((schema ?? RECORD_SCHEMAS.SRV).shape);
}

function valueAt(value: unknown, path: ProblemPath): unknown {
  return path.reduce<unknown>(
    (at, part) => (typeof at === "object" && at !== null ? Reflect.get(at, part) : undefined),
    value,
  );
}

/** The line of the key at this path, or of the closest thing above it that stands in the file. */
function lineOf(document: Document, lines: LineCounter, path: ProblemPath): number {
  for (let length = path.length; length > 0; length--) {
    const offset = offsetOf(document, path.slice(0, length));
    if (offset !== undefined) return lines.linePos(offset).line;
  }
  return 1;
}

function offsetOf(document: Document, path: ProblemPath): number | undefined {
  const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  const pair = isMap(parent) ? parent.items.find((item) => String(item.key) === last) : undefined;
  return startOf(pair?.key) ?? startOf(document.getIn(path, true));
}

function startOf(node: unknown): number | undefined {
  const range: unknown = typeof node === "object" && node !== null ? Reflect.get(node, "range") : undefined;
  return Array.isArray(range) && typeof range[0] === "number" ? range[0] : undefined;
}
