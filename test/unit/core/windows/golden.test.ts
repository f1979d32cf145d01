// Every sample in test/golden/windows reads as its golden file says; 'npm run golden:update' rewrites those.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readDocuments } from "../../../../src/core/windows/read-documents.ts";

const FOLDER = fileURLToPath(new URL("../../../golden/windows/", import.meta.url));
const SAMPLES = readdirSync(FOLDER).filter((file) => file.endsWith(".txt"));

test("there are samples of every kind", () => {
  expect(SAMPLES.length).toBeGreaterThan(20);
});

test.each(SAMPLES)("%s", (sample) => {
  const read = readDocuments(readFileSync(path.join(FOLDER, sample), "utf8"));
  const golden = path.join(FOLDER, sample.replace(/\.txt$/, ".golden.json"));
  const made = `${JSON.stringify(read, null, 2)}\n`;
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(golden, made);
  expect(existsSync(golden), `no golden file for ${sample}`).toBe(true);
  expect(read).toEqual(JSON.parse(readFileSync(golden, "utf8")));
});
