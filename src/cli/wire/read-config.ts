// Reads and checks the configuration file. A mistake is told with file, line and what to write instead.
import { readFile } from "node:fs/promises";
import { isMap, isSeq, LineCounter, parseDocument, type Document, type YAMLError } from "yaml";
import { ConfigError } from "../../core/errors.ts";
import { parseEndpoint } from "../../core/net/endpoint.ts";
import { closestWord } from "../../core/text/closest-word.ts";
import { escapeText } from "../../core/text/escape-text.ts";
import { zoneProblem } from "../address-zone.ts";
import type { Config } from "../config.ts";
import { CONFIG_VALUES, configSchema, type ConfigFile } from "./config-schema.ts";

type Key = keyof ConfigFile;
/** Throws ConfigError for the place of a node in the file. */
type Refuse = (offset: number, message: string, hint: string) => never;

const MOST_ALIASES = 10;

const HOW_TO_WRITE = "Write one setting a line, such as 'timeout: 2000'.";

/** Throws ConfigError that names the file, the line and what may stand there. */
export async function readConfig(file: string): Promise<Config> {
  const text = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new ConfigError(`the configuration file '${file}' can't be read (${cause.code ?? cause.message})`, {
      cause,
    });
  });
  return parseConfig(text, file);
}

/** `file` is only for the messages. Throws ConfigError. */
export function parseConfig(text: string, file: string): Config {
  const lines = new LineCounter();
  const refuse: Refuse = (offset, message, hint) => {
    throw new ConfigError(`${file}:${lines.linePos(offset).line}: ${escapeText(message)}`, {
      hint: escapeText(hint),
    });
  };
  const document = parseDocument(text, { lineCounter: lines, logLevel: "error" });
  const broken = document.errors[0] ?? document.warnings[0];
  if (broken !== undefined) return refuse(broken.pos[0], sayBroken(broken), HOW_TO_WRITE);
  const { contents } = document;
  const value = plainValue(document, refuse);
  // An empty file, or one of comments only.
  if (contents === null || value === null) return {};
  if (!isMap(contents)) {
    return refuse(offsetOf(contents), "the file must hold settings, a key and a value each", HOW_TO_WRITE);
  }
  for (const { key } of contents.items) checkKey(key, refuse);
  return checkValues(document, value, refuse);
}

function sayBroken({ code }: YAMLError): string {
  if (code === "DUPLICATE_KEY") return "the same key is given twice";
  if (code === "TAB_AS_INDENT") return "this is no YAML: a tab can't indent a line";
  return "this is no YAML";
}

/** Aliases that multiply (a 'billion laughs') are refused by the YAML package with an exception. */
function plainValue(document: Document, refuse: Refuse): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    return refuse(0, "the aliases in this file lead too far", "Write the values out.");
  }
}

function checkKey(node: unknown, refuse: Refuse): void {
  const key = String(node);
  if (Object.hasOwn(CONFIG_VALUES, key)) return;
  const known = Object.keys(CONFIG_VALUES);
  const meant = closestWord(key.replaceAll("_", "-"), known);
  refuse(
    offsetOf(node),
    `there is no setting '${key}'`,
    meant === undefined ? `Known settings: ${known.join(", ")}.` : `Write '${meant}' instead.`,
  );
}

function checkValues(document: Document, value: unknown, refuse: Refuse): Config {
  const parsed = configSchema.safeParse(value);
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path ?? [];
    const key = String(path[0]) as Key;
    const { kind, example } = CONFIG_VALUES[key];
    return refuse(offsetOf(document.get(key, true)), `'${key}' must be ${kind}`, `Write '${example}'.`);
  }
  const { server, keys, ...others } = parsed.data;
  const rest = keys === undefined ? others : { ...others, keys: keyLists(keys) };
  if (server === undefined) return rest;
  const servers = typeof server === "string" ? [server] : server;
  const node = document.get("server", true);
  for (const [index, text] of servers.entries()) {
    checkServer(text, offsetOf(isSeq(node) ? node.get(index, true) : node), refuse);
  }
  return { ...rest, server: servers };
}

/** One key may stand without a list. */
function keyLists(keys: NonNullable<ConfigFile["keys"]>): NonNullable<Config["keys"]> {
  return Object.fromEntries(
    Object.entries(keys).map(([command, wanted]) => [
      command,
      typeof wanted === "string" ? [wanted] : wanted,
    ]),
  );
}

function checkServer(text: string, offset: number, refuse: Refuse): void {
  const endpoint = parseEndpoint(text, 53);
  if (!endpoint.ok) {
    refuse(offset, `'server' has '${text}': ${endpoint.error}`, `Write '${CONFIG_VALUES.server.example}'.`);
    return;
  }
  const problem = zoneProblem(endpoint.value.address);
  if (problem !== undefined) refuse(offset, `'server' has '${text}': ${problem.reason}`, problem.hint);
}

function offsetOf(node: unknown): number {
  const range: unknown = typeof node === "object" && node !== null ? Reflect.get(node, "range") : undefined;
  return Array.isArray(range) && typeof range[0] === "number" ? range[0] : 0;
}
