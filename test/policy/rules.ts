// The rules of the house as functions over sources: layers, cycles, names that belong to certain rooms, sizes.
import { blankSource } from "./blank-source.ts";
import { type Import, importsOf, lineAt } from "./imports.ts";

export type Violation = {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly message: string;
};

/** Paths from the root of the repository (`src/core/result.ts`) with the text of each file. */
export type Sources = ReadonlyMap<string, string>;

const MAX_LINES = 300;

export function checkSources(sources: Sources): readonly Violation[] {
  const graph = new Map([...sources].map(([file, source]) => [file, importsOf(file, source)]));
  return [
    ...[...graph].flatMap(([file, imports]) => imports.flatMap((each) => checkImport(file, each))),
    ...[...sources].flatMap(([file, source]) => checkText(file, source)),
    ...findCycles(graph),
  ];
}

export function describeViolation({ file, line, rule, message }: Violation): string {
  return `${file}:${line}: ${message} [${rule}]`;
}

type Layer = {
  /** Paths below src that may be imported with values. */
  readonly values: RegExp;
  /** Paths below src of which only types may be imported. */
  readonly types?: RegExp;
  /** Packages and Node's own modules. */
  readonly packages: RegExp;
};

const ANY = /^/;
const NONE = /^\b$/;

const LAYERS: Readonly<Record<string, Layer>> = {
  core: { values: /^core\//, packages: /^netmask$/ },
  app: { values: /^(core|app)\//, packages: NONE },
  io: { values: /^(core|io)\//, types: /^app\//, packages: ANY },
  lab: { values: /^(core|lab|io\/fs)\/|^io\/dns\/(packet-codec|hmac)\.ts$/, types: /^app\//, packages: ANY },
  ui: { values: /^(core|ui)\//, types: /^app\//, packages: ANY },
  cli: { values: /^(core|app|io|lab|ui|cli)\/|^package\.json$/, packages: ANY },
  "main.ts": { values: /^(core|app|io|lab|ui|cli)\//, packages: ANY },
};

function checkImport(file: string, each: Import): readonly Violation[] {
  const violation = (rule: string, message: string): Violation => ({ file, line: each.line, rule, message });
  const name = layerOf(file);
  const layer = LAYERS[name];
  if (layer === undefined) return [violation("layers", `'${name}' is no layer of the architecture`)];
  const found: Violation[] = [];
  if (each.isReExport)
    found.push(violation("barrels", `re-exports '${each.specifier}': import it where it is used`));
  if (each.file === undefined) {
    if (!layer.packages.test(each.specifier))
      found.push(violation("layers", `${name} must not import '${each.specifier}'`));
    return found;
  }
  const target = each.file.replace(/^src\//, "");
  if (layer.values.test(target)) return found;
  if (layer.types?.test(target) !== true)
    found.push(violation("layers", `${name} must not import '${target}'`));
  else if (!each.isTypeOnly)
    found.push(violation("layers", `${name} may import only types from '${target}': write 'import type'`));
  return found;
}

function layerOf(file: string): string {
  return file.split("/")[1] ?? file;
}

type TextRule = {
  readonly rule: string;
  readonly pattern: RegExp;
  readonly message: string;
  /** Files in which the pattern is at home. */
  readonly allowedIn?: RegExp;
};

const SYSTEM_ROOMS = /^src\/(io\/host|cli)\/|^src\/main\.ts$/;

const TEXT_RULES: readonly TextRule[] = [
  {
    rule: "default-exports",
    pattern: /\bexport\s+default\b|\bexport\s*\{[^}]*\bas\s+default\b/g,
    message: "default export: name what is exported",
  },
  system("process", /(?<![.\w$])process\s*(?=\.|\?\.|\[)/g),
  system("console", /(?<![.\w$])console\s*(?=\.|\?\.|\[)/g),
  system("Date", /(?<![.\w$])Date\s*(?=\.|\(|\?\.)/g),
  system("Math.random", /(?<![.\w$])Math\s*\.\s*random\b/g),
  system("performance", /(?<![.\w$])performance\s*(?=\.|\?\.|\[)/g),
  system("globalThis", /(?<![.\w$])globalThis\b/g),
  {
    rule: "empty-catch",
    pattern: /\bcatch\s*(\([^)]*\)\s*)?\{\s*\}|\.catch\(\s*(\([^)]*\)|\w+)\s*=>\s*\{\s*\}\s*\)/g,
    message: "the error is caught and nothing is done with it",
  },
];

function system(name: string, pattern: RegExp): TextRule {
  const message = `'${name}' belongs to io/host, cli and main: take a clock, a random source or a value as a parameter`;
  return { rule: "system-names", pattern, message, allowedIn: SYSTEM_ROOMS };
}

function checkText(file: string, source: string): readonly Violation[] {
  const blank = blankSource(source);
  const found = TEXT_RULES.filter(({ allowedIn }) => allowedIn?.test(file) !== true).flatMap((rule) =>
    [...blank.matchAll(rule.pattern)].map((match): Violation => ({
      file,
      line: lineAt(source, match.index),
      rule: rule.rule,
      message: rule.message,
    })),
  );
  const lines = source.replace(/\n$/, "").split("\n").length;
  if (lines > MAX_LINES)
    found.push({
      file,
      line: MAX_LINES + 1,
      rule: "size",
      message: `${lines} lines: split it, ${MAX_LINES} are the most`,
    });
  if (/(^|\/)index\.tsx?$/.test(file))
    found.push({
      file,
      line: 1,
      rule: "barrels",
      message: "an index file: name the file after what it exports",
    });
  return found.concat(checkSystemImports(file, source));
}

/** `node:process` and `node:perf_hooks` would bring the same things in by another door. */
function checkSystemImports(file: string, source: string): readonly Violation[] {
  if (SYSTEM_ROOMS.test(file)) return [];
  return importsOf(file, source)
    .filter(({ specifier }) => /^(node:)?(process|perf_hooks|console)$/.test(specifier))
    .map(({ line, specifier }) => ({
      file,
      line,
      rule: "system-names",
      message: `'${specifier}' belongs to io/host, cli and main`,
    }));
}

/** Each cycle once, told at the import that closes it. Imports of types are no edges: nothing of them is left at run time. */
function findCycles(graph: ReadonlyMap<string, readonly Import[]>): readonly Violation[] {
  const done = new Set<string>();
  const open: string[] = [];
  const found: Violation[] = [];
  const visit = (file: string): void => {
    if (done.has(file)) return;
    open.push(file);
    for (const { file: target, line, isTypeOnly } of graph.get(file) ?? []) {
      if (target === undefined || isTypeOnly) continue;
      const start = open.indexOf(target);
      if (start === -1) visit(target);
      else
        found.push({
          file,
          line,
          rule: "cycles",
          message: `import cycle: ${[...open.slice(start), target].join(" → ")}`,
        });
    }
    open.pop();
    done.add(file);
  };
  for (const file of graph.keys()) visit(file);
  return found;
}
