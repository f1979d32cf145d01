// What was read from pasted text, for people: each output with its facts, what its codes mean, and the lines left over.
import type { ReadResult } from "../../core/run/read-report.ts";
import { sayPlace } from "../../core/windows/say-place.ts";
import { factRows } from "./fact-rows.ts";
import { plural, wrap } from "./layout.ts";
import type { Paint } from "./paint.ts";

/** A long log has its facts in the JSON report. */
const MOST_ROWS = 60;
const MOST_DOCUMENTS = 50;

export function* renderPasted(
  { documents, notUnderstood }: ReadResult,
  width: number,
  paint: Paint,
): Generator<string> {
  if (documents.length > 0) yield `\n${paint("strong", "Read")}\n`;
  const unused = documents.filter(({ kind }) => kind === "slmgr-unused").length;
  const told = documents.filter(({ kind }) => kind !== "slmgr-unused");
  for (const { file, kind, lines, facts } of told.slice(0, MOST_DOCUMENTS)) {
    yield `\n  ${paint("strong", kind)}  ${sayPlace(file, lines)}\n`;
    const rows = factRows(facts);
    const nameWidth = rows.slice(0, MOST_ROWS).reduce((most, { name }) => Math.max(most, name.length), 0);
    for (const { name, value } of rows.slice(0, MOST_ROWS))
      yield `${wrap(`    ${name.padEnd(nameWidth)}  `, value, width).join("\n")}\n`;
    if (rows.length > MOST_ROWS) yield `    … and ${rows.length - MOST_ROWS} more; --json has them all\n`;
  }
  if (unused > 0) yield `\n  slmgr-unused: ${plural(unused, "licence")} without a key\n`;
  if (told.length > MOST_DOCUMENTS)
    yield `\n  … and ${plural(told.length - MOST_DOCUMENTS, "more output")}; --json has them all\n`;
  if (notUnderstood.length > 0) yield* renderLeftOver(notUnderstood, width, paint);
}

function* renderLeftOver(
  notUnderstood: ReadResult["notUnderstood"],
  width: number,
  paint: Paint,
): Generator<string> {
  yield `\n${paint("strong", "Not understood")}\n`;
  for (const { file, lines, why } of notUnderstood.slice(0, MOST_ROWS))
    yield `${wrap("  ", `${sayPlace(file, lines)}: ${why}`, width).join("\n")}\n`;
  if (notUnderstood.length > MOST_ROWS)
    yield `  … and ${notUnderstood.length - MOST_ROWS} more; --json has them all\n`;
}

/** With the code of the first failure that the text tells of. */
export function nextCommand({ documents }: ReadResult): string {
  const code = documents.map(({ facts }) => failureCode(facts)).find((each) => each !== undefined);
  return `kms-doctor diagnose DOMAIN --paste FILE${code === undefined ? "" : ` --symptom ${code}`}`;
}

/** Codes that begin with 0x8 or 0xC are errors. */
function failureCode(value: unknown): string | undefined {
  if (typeof value === "string") return /^0x[8C][0-9A-F]{7}$/.test(value) ? value : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  for (const item of Object.values(value)) {
    const code = failureCode(item);
    if (code !== undefined) return code;
  }
  return undefined;
}
