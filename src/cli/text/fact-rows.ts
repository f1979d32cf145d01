// Facts of a document as rows of words, without those that the text does not tell; codes with what they mean.
import { parseCode } from "../../core/kms/parse-code.ts";

export type FactRow = { readonly name: string; readonly value: string };

export function factRows(facts: object): readonly FactRow[] {
  return [...rowsOf("", facts)];
}

function* rowsOf(lead: string, value: unknown): Generator<FactRow> {
  if (value === null) return;
  if (Array.isArray(value) && value.every((item) => typeof item !== "object")) {
    if (value.length > 0) yield { name: lead, value: value.join(", ") };
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* rowsOf(`${lead} ${index + 1}`.trim(), item);
  } else if (typeof value === "object") {
    for (const [key, item] of Object.entries(value)) yield* rowsOf(`${lead} ${wordsOf(key)}`.trim(), item);
  } else {
    yield { name: lead, value: sayValue(value) };
  }
}

/** `activationIntervalMinutes`: `activation interval minutes`. */
function wordsOf(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function sayValue(value: unknown): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  const text = String(value).replaceAll("\t", " ");
  if (!/^0x[0-9A-F]{8}$/.test(text) || /^0x0{8}$/.test(text)) return text;
  const code = parseCode(text);
  return code.ok ? `${text}  ${code.value.meaning}` : text;
}
