import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readResultSchema } from "../../../../src/cli/wire/read-schemas.ts";
import { DOCUMENT_KINDS } from "../../../../src/core/windows/document.ts";
import { FACT_SCHEMAS } from "../../../../src/cli/wire/fact-schemas.ts";
import { readTexts } from "../../../../src/core/windows/read-texts.ts";
import { sample } from "../../../support/paste.ts";

const SAMPLES = readdirSync(fileURLToPath(new URL("../../../golden/windows/", import.meta.url))).filter(
  (file) => file.endsWith(".txt"),
);

test.each(SAMPLES)("what is read from %s keeps to the schema", (name) => {
  const { documents, notUnderstood } = readTexts([{ file: name, text: sample(name) }]);
  const result = { documents: documents.map(({ file, document }) => ({ file, ...document })), notUnderstood };
  expect(readResultSchema.parse(result)).toEqual(result);
});

test("every kind has a schema of its facts, and the samples have every kind", () => {
  expect(FACT_SCHEMAS.flatMap(({ kinds }) => [...kinds] as string[]).toSorted()).toEqual(
    [...DOCUMENT_KINDS].toSorted(),
  );
  const seen = new Set(
    SAMPLES.flatMap((name) =>
      readTexts([{ file: name, text: sample(name) }]).documents.map(({ document }) => document.kind),
    ),
  );
  expect(DOCUMENT_KINDS.filter((kind) => !seen.has(kind))).toEqual([]);
});

test("facts of another kind are refused", () => {
  const document = { file: "-", kind: "slmgr-unused", lines: [1, 2], facts: { objects: [] } };
  expect(readResultSchema.safeParse({ documents: [document], notUnderstood: [] }).success).toBe(false);
});
