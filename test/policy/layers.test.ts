import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { blankSource } from "./blank-source.ts";
import { importsOf } from "./imports.ts";
import { checkSources, describeViolation, type Sources } from "./rules.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

function readSources(): Sources {
  const files = readdirSync(path.join(ROOT, "src"), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => `src/${file.split(path.sep).join("/")}`);
  return new Map(files.toSorted().map((file) => [file, readFileSync(path.join(ROOT, file), "utf8")]));
}

/** `file:line [rule]` of each violation. */
function check(sources: Readonly<Record<string, string>>): readonly string[] {
  return checkSources(new Map(Object.entries(sources))).map(
    ({ file, line, rule }) => `${file}:${line} [${rule}]`,
  );
}

test("the sources keep the rules of the house", () => {
  const sources = readSources();
  expect(sources.size).toBeGreaterThan(50);
  expect(checkSources(sources).map(describeViolation)).toEqual([]);
});

describe("layers", () => {
  test.each([
    ["core", "node:fs"],
    ["core", "zod"],
    ["core", "../io/errno.ts"],
    ["core", "../app/ports.ts"],
    ["app", "node:path"],
    ["app", "netmask"],
    ["app", "../io/errno.ts"],
    ["app", "../lab/lab.ts"],
    ["io", "../lab/lab.ts"],
    ["io", "../cli/exit.ts"],
    ["lab", "../io/dns/ask-dns.ts"],
    ["lab", "../io/host/clock.ts"],
    ["lab", "../cli/exit.ts"],
    ["ui", "../io/errno.ts"],
    ["ui", "../cli/exit.ts"],
    ["cli", "../main.ts"],
  ])("%s must not import %s", (layer, specifier) => {
    expect(check({ [`src/${layer}/x.ts`]: `// x\nimport { a } from "${specifier}";\n` })).toEqual([
      `src/${layer}/x.ts:2 [layers]`,
    ]);
  });

  test.each([
    ["core", "netmask"],
    ["core", "./result.ts"],
    ["app", "../core/result.ts"],
    ["io", "node:net"],
    ["io", "dns2"],
    ["lab", "../io/dns/packet-codec.ts"],
    ["lab", "../io/dns/hmac.ts"],
    ["lab", "../io/fs/package-root.ts"],
    ["ui", "ink"],
    ["cli", "../lab/lab.ts"],
    ["cli", "../../package.json"],
  ])("%s may import %s", (layer, specifier) => {
    expect(check({ [`src/${layer}/x.ts`]: `import { a } from "${specifier}";\n` })).toEqual([]);
  });

  test.each(["io", "lab", "ui"])("%s may import types, and only types, from app", (layer) => {
    const file = `src/${layer}/x.ts`;
    expect(check({ [file]: `import type { Clock } from "../app/ports.ts";\n` })).toEqual([]);
    expect(check({ [file]: `import { type Clock, type AskDns } from "../app/ports.ts";\n` })).toEqual([]);
    expect(check({ [file]: `import { type Clock, probe } from "../app/probe.ts";\n` })).toEqual([
      `${file}:1 [layers]`,
    ]);
  });

  test("imports of every form are seen, those in comments and strings are not", () => {
    const source = [
      '// import { a } from "node:a";',
      '/* import "node:b"; */ import "node:c";',
      'const text = `import { d } from "node:d"`;',
      'const lazy = await import("node:e");',
      "import {",
      "  f,",
      "  type F,",
      "} from 'node:f';",
      'import g, * as h from "node:g";',
      'import * as i from "node:i";',
      'const quote = "it\\"s import"; import j from "node:j";',
      'const pattern = /["\'`/]/; import k from "node:k";',
      'const ratio = 4 / 2; import l from "node:l"; // half "',
      'export const name = "node:m";',
    ].join("\n");
    expect(importsOf("src/x.ts", source).map(({ specifier, line }) => `${specifier} ${line}`)).toEqual([
      "node:c 2",
      "node:e 4",
      "node:f 5",
      "node:g 9",
      "node:i 10",
      "node:j 11",
      "node:k 12",
      "node:l 13",
    ]);
  });

  test("a folder that is no layer is told", () => {
    expect(check({ "src/util/x.ts": 'import "./y.ts";\n' })).toEqual(["src/util/x.ts:1 [layers]"]);
  });
});

describe("cycles", () => {
  test("a cycle through three files", () => {
    expect(
      check({
        "src/core/a.ts": 'import { b } from "./b.ts";\n',
        "src/core/b.ts": 'import { c } from "./sub/c.ts";\n',
        "src/core/sub/c.ts": '\nimport { a } from "../a.ts";\n',
      }),
    ).toEqual(["src/core/sub/c.ts:2 [cycles]"]);
  });

  test("imports of types close no cycle, lazy imports do", () => {
    const a = 'import { b } from "./b.ts";\n';
    expect(check({ "src/core/a.ts": a, "src/core/b.ts": 'import type { A } from "./a.ts";\n' })).toEqual([]);
    expect(check({ "src/core/a.ts": a, "src/core/b.ts": 'void import("./a.ts");\n' })).toEqual([
      "src/core/b.ts:1 [cycles]",
    ]);
  });

  test("a file that imports itself", () => {
    expect(check({ "src/core/a.ts": 'import { a } from "./a.ts";\n' })).toEqual(["src/core/a.ts:1 [cycles]"]);
  });

  test("a diamond is no cycle", () => {
    expect(
      check({
        "src/core/a.ts": 'import "./b.ts";\nimport "./c.ts";\n',
        "src/core/b.ts": 'import "./d.ts";\n',
        "src/core/c.ts": 'import "./d.ts";\n',
        "src/core/d.ts": "export const d = 1;\n",
      }),
    ).toEqual([]);
  });
});

describe("names that belong to io/host, cli and main", () => {
  const uses = [
    "process.exit(1)",
    'process["env"]',
    "console.log(1)",
    "new Date()",
    "Date.now()",
    "Date()",
    "Math.random()",
    "performance.now()",
    "globalThis.fetch",
  ];

  test.each(uses)("%s", (use) => {
    const source = `export const x = () => ${use};\n`;
    for (const layer of ["core/x", "app/x", "io/x", "io/net/x", "lab/x", "ui/x"])
      expect(check({ [`src/${layer}.ts`]: source })).toEqual([`src/${layer}.ts:1 [system-names]`]);
    for (const room of ["io/host/x", "cli/x", "main"])
      expect(check({ [`src/${room}.ts`]: source })).toEqual([]);
  });

  test("modules that bring them in", () => {
    expect(check({ "src/lab/x.ts": 'import { env } from "node:process";\n' })).toEqual([
      "src/lab/x.ts:1 [system-names]",
    ]);
    expect(check({ "src/io/x.ts": 'import { performance } from "perf_hooks";\n' })).toEqual([
      "src/io/x.ts:1 [system-names]",
    ]);
  });

  test("words that only look like them", () => {
    const source = [
      "// process.exit() and new Date()",
      'export const text = "console.log(1)";',
      "export const y = `Date.now() ${subprocess.pid}`;",
      "export const z = options.process.name;",
      "type Data = { readonly process: string };",
      "export const updated = lastDate(1);",
    ].join("\n");
    expect(check({ "src/core/x.ts": source })).toEqual([]);
  });

  test("a use inside a template is seen", () => {
    expect(check({ "src/core/x.ts": "export const x = `a ${`b ${Date.now()}`} c`;\n" })).toEqual([
      "src/core/x.ts:1 [system-names]",
    ]);
  });
});

describe("default exports, barrels, sizes, empty catch blocks", () => {
  test.each([
    ["default-exports", "export default function x() {}\n"],
    ["default-exports", "const x = 1;\nexport { x as default };\n", 2],
    ["barrels", 'export * from "./a.ts";\n'],
    ["barrels", 'export { a } from "./a.ts";\n'],
    ["barrels", 'export type { A } from "./a.ts";\n'],
    ["empty-catch", "try {\n  f();\n} catch {\n}\n", 3],
    ["empty-catch", "try {\n  f();\n} catch (error) {\n  // never mind\n}\n", 3],
    ["empty-catch", "f().catch(() => {});\n"],
    ["size", "\n".repeat(301), 301],
  ])("%s", (rule, source, line = 1) => {
    expect(check({ "src/core/x.ts": source })).toEqual([`src/core/x.ts:${line} [${rule}]`]);
  });

  test("what is not against them", () => {
    expect(check({ "src/core/x.ts": `${"\n".repeat(299)}export const x = 1;\n` })).toEqual([]);
    expect(check({ "src/core/x.ts": "try {\n  f();\n} catch (error) {\n  note(error);\n}\n" })).toEqual([]);
    expect(check({ "src/core/x.ts": "export { x, type Y };\nconst exported = 1;\n" })).toEqual([]);
    expect(check({ "src/core/index.ts": "export const x = 1;\n" })).toEqual([
      "src/core/index.ts:1 [barrels]",
    ]);
  });

  test("the message names file, line and rule", () => {
    const [violation] = checkSources(new Map([["src/core/x.ts", '\nimport "node:fs";\n']]));
    expect(violation === undefined ? "" : describeViolation(violation)).toBe(
      "src/core/x.ts:2: core must not import 'node:fs' [layers]",
    );
  });
});

describe("blankSource", () => {
  test("keeps lines and offsets, and code after odd literals", () => {
    const source =
      'a = /[/"]/g.test(b) ? "x\\"y" : \'//\'; /* \n " */ c = `1 ${{ d: "}" }.d} 2`; e = f / g / h; // i\nj';
    const blank = blankSource(source);
    expect(blank).toHaveLength(source.length);
    expect(blank.split("\n")).toHaveLength(source.split("\n").length);
    expect(blank.replace(/\s+/g, " ")).toBe(
      'a = / /g.test(b) ? " " : \' \'; c = ` ${{ d: " " }.d} `; e = f / g / h; j',
    );
  });
});
