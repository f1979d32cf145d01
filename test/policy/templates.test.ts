// Every template folder is whole, says truly what proves it, and is in the README.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { readTemplate } from "../../src/cli/wire/read-template.ts";
import {
  shippedTemplate,
  templateFiles,
  templateNames,
  templatesRoot,
} from "../../src/io/fs/template-folders.ts";
import { CLAIMS } from "../support/template-proofs.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const NAMES = await templateNames();
const README = readFileSync(`${ROOT}README.md`, "utf8");

const readme = (name: string): string => readFileSync(`${templatesRoot()}/${name}/README.md`, "utf8");

test("there are the products that are promised, and no two have one title", async () => {
  const templates = await Promise.all(NAMES.map(async (name) => readTemplate(await shippedTemplate(name))));
  const dns = templates.filter(({ kind }) => kind === "authoritative" || kind === "resolver");
  expect(dns.length).toBeGreaterThanOrEqual(27);
  expect(new Set(templates.map(({ title }) => title)).size).toBe(NAMES.length);
});

test("beside the folders there is only the README that tells how to make one's own", () => {
  expect(readdirSync(templatesRoot()).filter((name) => !NAMES.includes(name))).toEqual(["README.md"]);
});

test("every claim has its template", () => {
  for (const name of Object.keys(CLAIMS)) expect(NAMES).toContain(name);
});

describe.each(NAMES)("%s", (name) => {
  test("has a template, its metadata and a README", async () => {
    expect(await templateFiles(name)).toEqual(["README.md", "product.yaml", "template.txt"]);
    expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  test("reads, names no escape that it does not use, and is plain ASCII", async () => {
    const folder = await shippedTemplate(name);
    const { escapes } = readTemplate(folder);
    for (const escape of escapes) expect(folder.template, escape).toContain(`|${escape}}}`);
    // What people paste into terminals and old editors must survive them.
    expect(folder.template).toMatch(/^[\n\u0020-\u007e]*$/);
    expect(folder.template).toMatch(/\n$/);
  });

  test("says what proves it: exactly what the tests load it into", async () => {
    const { provenIn } = readTemplate(await shippedTemplate(name));
    expect(provenIn).toBe(CLAIMS[name]?.provenIn ?? null);
    const proof = readme(name).split("## Proven\n")[1] ?? "";
    if (provenIn === null) expect(proof).toMatch(/^\nNot run\b/);
    else expect(proof).toContain(`load it into ${provenIn} `);
  });

  test("has a README of one page: where it goes, how to check, how to take it back", () => {
    const text = readme(name);
    const headings = [...text.matchAll(/^#+ .*$/gm)].map(([line]) => line);
    expect(headings.slice(1)).toEqual([
      "## Where it goes",
      "## How to check",
      "## How to take it back",
      "## Proven",
    ]);
    expect(text.split("\n").length).toBeLessThanOrEqual(70);
  });

  test("is in the README of the project", () => {
    expect(README).toContain(`\`${name}\``);
  });
});

test("the tests that the claims stand for are there", () => {
  for (const file of [
    "test/integration/generate-dns.test.ts",
    "test/integration/generate-samba.test.ts",
    "test/netns/generate-firewall.test.ts",
  ])
    expect(existsSync(`${ROOT}${file}`), file).toBe(true);
});
