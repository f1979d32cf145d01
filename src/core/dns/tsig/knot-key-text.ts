// The key section of Knot DNS, as `keymgr -t` writes it. Only the block form of YAML is read, one field a line.
import { err, ok, type Result } from "../../result.ts";
import type { KeyFields, KeyTextError } from "./key-fields.ts";

type Item = { readonly line: number; readonly fields: Map<string, string> };

/** Sections other than `key:` are passed over. */
export function readKnotKeyText(text: string): Result<readonly KeyFields[], KeyTextError> {
  const items: Item[] = [];
  let isInside = false;
  for (const [index, raw] of text.split("\n").entries()) {
    const line = index + 1;
    const body = withoutComment(raw).trimEnd();
    if (body === "") continue;
    if (!/^[\s-]/.test(body)) {
      isInside = body === "key:";
      continue;
    }
    if (!isInside) continue;
    const entry = body.trim();
    const isItem = entry.startsWith("- ");
    if (isItem) items.push({ line, fields: new Map() });
    const [field, value] = splitField(isItem ? entry.slice(2) : entry);
    const item = items.at(-1);
    if (item === undefined || field === "" || item.fields.has(field))
      return err({ line, reason: "a key has an id, an algorithm and a secret, one a line" });
    item.fields.set(field, value);
  }
  return allFields(items);
}

function allFields(items: readonly Item[]): Result<readonly KeyFields[], KeyTextError> {
  const keys: KeyFields[] = [];
  for (const { line, fields } of items) {
    const name = fields.get("id");
    const secret = fields.get("secret");
    if (name === undefined || secret === undefined)
      return err({ line, reason: `the key has no ${name === undefined ? "id" : "secret"}` });
    keys.push({ line, name, algorithm: fields.get("algorithm") ?? null, secret });
  }
  return ok(keys);
}

function withoutComment(line: string): string {
  const at = line.indexOf("#");
  return at === -1 ? line : line.slice(0, at);
}

/** The field and its value without quotes; no field where there is no colon. */
function splitField(entry: string): readonly [string, string] {
  const colon = entry.indexOf(":");
  if (colon === -1) return ["", ""];
  const value = entry.slice(colon + 1).trim();
  const isQuoted = /^"[^"]*"$|^'[^']*'$/.test(value);
  return [entry.slice(0, colon).trim(), isQuoted ? value.slice(1, -1) : value];
}
