// Facts of a document as rows of words, without those that the text does not tell; codes with what they mean.
import { parseCode } from "../../core/kms/parse-code.ts";

export type FactRow = { readonly name: string; readonly value: string };

export function factRows(facts: object): readonly FactRow[] {
  return [...rowsOf("", facts)];
}

function* rowsOf(lead: string, value: unknown): Generator<FactRow> {
  if (value === null) return;
  if (Array.isArray(value)) {
    const items = value.map(sayItem);
    const isList = value.some((item) => typeof item === "object");
    if (!isList && items.length > 0) yield { name: lead, value: items.join(", ") };
    if (isList)
      for (const [index, item] of items.entries()) yield { name: `${lead} ${index + 1}`, value: item };
  } else if (typeof value === "object") {
    for (const [key, item] of Object.entries(value)) yield* rowsOf(`${lead} ${wordsOf(key)}`.trim(), item);
  } else {
    yield { name: lead, value: sayValue(value) };
  }
}

/** An entry of a list on one line: `id 12290; code 0x00000000; machine pc-0107.corp.test`. */
function sayItem(item: unknown): string {
  return typeof item === "object" ? [...leavesOf("", item)].join("; ") : sayValue(item);
}

function* leavesOf(name: string, value: unknown): Generator<string> {
  if (value === null) return;
  if (typeof value === "object") {
    for (const [key, item] of Object.entries(value)) yield* leavesOf(wordsOf(key), item);
  } else {
    yield `${name} ${sayValue(value, name)}`;
  }
}

/** `activationIntervalMinutes`: `activation interval minutes`. */
function wordsOf(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function sayValue(value: unknown, name = ""): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  const text = String(value).replaceAll("\t", " ");
  // Flags are bits, and no code.
  if (name === "flags" || !/^0x[0-9A-F]{8}$/.test(text) || /^0x0{8}$/.test(text)) return text;
  const code = parseCode(text);
  return code.ok ? `${text} (${code.value.meaning.replace(/\.$/, "")})` : text;
}
