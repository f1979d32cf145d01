// Pasted text is hostile until it is read: any octets give documents whose ranges lie in the text, or lines that are listed.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { DOCUMENT_KINDS } from "../../src/core/windows/document.ts";
import { readDocuments } from "../../src/core/windows/read-documents.ts";
import { pastedFacts } from "../../src/core/checks/pasted-facts.ts";
import { judgePasted } from "../../src/core/checks/pasted-rules.ts";
import type { FuzzTarget } from "./runner.ts";

const FOLDER = fileURLToPath(new URL("../golden/windows/", import.meta.url));

function readAnything(bytes: Uint8Array): void {
  const text = new TextDecoder().decode(bytes);
  const count = text.split(/\r\n|\n|\r/).length;
  const { documents, notUnderstood } = readDocuments(text);
  let last = 0;
  for (const { kind, lines } of documents) {
    const [from, to] = lines;
    if (from <= last || to < from || to > count)
      throw new Error(`${kind} at ${from}-${to} of ${count} lines`);
    last = to;
    if (!DOCUMENT_KINDS.includes(kind)) throw new Error(`'${kind}' is no kind`);
  }
  for (const { lines, why } of notUnderstood)
    if (lines[0] < 1 || lines[1] < lines[0] || lines[1] > count || why === "") throw new Error("a bad range");
  const pasted = documents.map((document) => ({ file: "x", document }));
  for (const { finding } of judgePasted(pastedFacts(pasted, null))) {
    const said = [finding.subject, finding.title, finding.detail, ...finding.evidence, ...finding.remedy];
    if (said.some((line) => line === "")) throw new Error(`${finding.id} says nothing`);
    // oxlint-disable-next-line no-control-regex -- none may be left
    if (said.some((line) => /[\u0000-\u001f\u007f-\u009f]/.test(line)))
      throw new Error("a raw control character");
  }
}

const seeds = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".txt"))
  .map((file) => [file.replace(/(?:\.\w+)?\.txt$/, ""), readFileSync(`${FOLDER}${file}`)] as const);

/** A target for each kind of output, so that each is tried as often. */
export const fuzzTargets: readonly FuzzTarget[] = [
  ...[...Map.groupBy(seeds, ([name]) => name.split("-", 2).join("-"))].map(([name, of]) => ({
    name: `read-${name}`,
    run: readAnything,
    seeds: of.map(([, bytes]) => bytes),
  })),
];
