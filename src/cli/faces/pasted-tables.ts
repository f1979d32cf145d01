// What was read from pasted text, as tables for Markdown and HTML.
import type { ReadResult } from "../../core/run/read-report.ts";
import { sayPlace } from "../../core/windows/say-place.ts";
import { factRows } from "../text/fact-rows.ts";
import type { ExaminedTable } from "./examined-tables.ts";

const MOST_DOCUMENTS = 50;
const MOST_ROWS = 200;

export function* pastedTables({ documents, notUnderstood }: ReadResult): Generator<ExaminedTable> {
  for (const { file, kind, lines, facts } of documents.slice(0, MOST_DOCUMENTS)) {
    yield {
      title: { kind: "words", text: kind },
      note: `Read from ${sayPlace(file, lines)}.`,
      columns: ["What", "Value"],
      rows: factRows(facts)
        .slice(0, MOST_ROWS)
        .map(({ name, value }) => [
          { kind: "words", text: name },
          { kind: "name", text: value },
        ]),
    };
  }
  if (notUnderstood.length === 0) return;
  yield {
    title: { kind: "words", text: "Lines that were not understood" },
    note: "",
    columns: ["Lines", "Why"],
    rows: notUnderstood.slice(0, MOST_ROWS).map(({ file, lines, why }) => [
      { kind: "name", text: sayPlace(file, lines) },
      { kind: "words", text: why },
    ]),
  };
}
