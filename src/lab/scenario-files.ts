// The scenarios that ship with the package, and a user's own files.
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { ConfigError, UsageError } from "../core/errors.ts";
import { findPackageRoot } from "../io/fs/package-root.ts";
import { closestWord } from "../core/text/closest-word.ts";
import { parseScenario } from "./read-scenario.ts";
import type { Scenario } from "./scenario.ts";

/** A scenario under the name of its file, without the extension. */
export type NamedScenario = { readonly name: string; readonly scenario: Scenario };

const EXTENSION = ".yaml";

/** All scenarios of the package, by name. Throws ConfigError for one that can't be read. */
export async function listScenarios(): Promise<readonly NamedScenario[]> {
  const names = await scenarioNames();
  return Promise.all(names.map((name) => readScenario(fileOf(name))));
}

/**
 * A scenario of the package by its name, or a file by its path (anything with a slash or ending in .yaml or .yml).
 * Throws UsageError for an unknown name, ConfigError (file, line, what to type instead) for a file that is wrong.
 */
export async function loadScenario(nameOrFile: string): Promise<NamedScenario> {
  if (/[\\/]|\.ya?ml$/i.test(nameOrFile)) return readScenario(nameOrFile);
  const names = await scenarioNames();
  if (names.includes(nameOrFile)) return readScenario(fileOf(nameOrFile));
  const meant = closestWord(nameOrFile, names);
  throw new UsageError(`there is no scenario '${nameOrFile}'`, {
    hint: meant === undefined ? `There are: ${names.join(", ")}.` : `Did you mean '${meant}'?`,
  });
}

async function readScenario(file: string): Promise<NamedScenario> {
  const text = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new ConfigError(`the scenario '${file}' can't be read (${cause.code ?? cause.message})`, { cause });
  });
  return { name: path.parse(file).name, scenario: parseScenario(text, file) };
}

/** The names of the scenarios of the package, sorted. */
export async function scenarioNames(): Promise<readonly string[]> {
  const files = await readdir(folder());
  return files
    .filter((file) => file.endsWith(EXTENSION))
    .map((file) => file.slice(0, -EXTENSION.length))
    .toSorted();
}

function fileOf(name: string): string {
  return path.join(folder(), `${name}${EXTENSION}`);
}

function folder(): string {
  return path.join(findPackageRoot(), "src", "lab", "scenarios");
}
