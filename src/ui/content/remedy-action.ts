// What `x` can do with a step of a remedy: the tool's own commands lead to the form that carries them out.
import { splitWords } from "../../core/text/split-words.ts";
import type { WishField } from "../ports.ts";

export type RemedyAction =
  | {
      readonly kind: "publish" | "unpublish";
      readonly texts: Readonly<Partial<Record<WishField, string>>>;
    }
  | {
      readonly kind: "generate";
      /** Null where the command leaves it open. */
      readonly product: string | null;
      readonly texts: Readonly<Partial<Record<WishField, string>>>;
    }
  | { readonly kind: "zone-file"; readonly texts: Readonly<Partial<Record<WishField, string>>> };

const FIELDS: Readonly<Record<string, WishField>> = {
  "--domain": "domain",
  "--host": "host",
  "--port": "port",
  "--priority": "priority",
  "--weight": "weight",
  "--ttl": "ttl",
  "--address": "addresses",
};

/** Undefined where the step is nothing that the tool carries out itself. */
export function remedyOfLine(step: string): RemedyAction | undefined {
  const command = /kms-doctor (publish|unpublish|generate|zone-file)\b.*/.exec(step);
  if (command === null) return undefined;
  const [text, kind] = command;
  const words = splitWords(text);
  if (!words.ok) return undefined;
  const texts: Partial<Record<WishField, string>> = {};
  let product: string | null = null;
  for (const [index, word] of words.value.entries()) {
    const value = words.value[index + 1] ?? "";
    const field = FIELDS[word];
    // Words in capitals stand for what the reader fills in.
    const isOpen = /^[A-Z-]+(?:\.|$)/.test(value);
    if (field !== undefined && !isOpen) texts[field] = value;
    if (word === "--product" && !isOpen) product = value;
  }
  if (kind === "generate") return { kind, product, texts };
  return kind === "publish" || kind === "unpublish" ? { kind, texts } : { kind: "zone-file", texts };
}
