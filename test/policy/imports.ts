// The imports of a source file: what is named, on which line, and whether only types come over.
import path from "node:path";
import { blankSource } from "./blank-source.ts";

export type Import = {
  /** As written: `./x.ts`, `node:fs`, `zod`. */
  readonly specifier: string;
  /** The path from the root for a relative import, else undefined. */
  readonly file: string | undefined;
  readonly line: number;
  readonly isTypeOnly: boolean;
  readonly isReExport: boolean;
};

const STATEMENT =
  /\b(import|export)\b(\s+type\b)?((?:\s+[\w$]+\s*,)?\s*(?:\{[^{}]*\}|\*(?:\s*as\s+[\w$]+)?|[\w$]+)\s*from)?\s*\(?\s*(["'])/g;

export function importsOf(file: string, source: string): readonly Import[] {
  const blank = blankSource(source);
  const imports: Import[] = [];
  for (const match of blank.matchAll(STATEMENT)) {
    const [whole, keyword, type, clause, quote = '"'] = match;
    // `export const x = "…"` is no import; only `export … from` is.
    if (keyword === "export" && clause === undefined) continue;
    const start = match.index + whole.length;
    const specifier = source.slice(start, blank.indexOf(quote, start));
    imports.push({
      specifier,
      file: specifier.startsWith(".") ? path.posix.join(path.posix.dirname(file), specifier) : undefined,
      line: lineAt(source, match.index),
      isTypeOnly: type !== undefined || bringsOnlyTypes(clause),
      isReExport: keyword === "export",
    });
  }
  return imports;
}

export function lineAt(source: string, offset: number): number {
  return source.slice(0, offset).split("\n").length;
}

function bringsOnlyTypes(clause: string | undefined): boolean {
  const names = /^\s*\{([^{}]*)\}\s*from$/.exec(clause ?? "")?.[1];
  if (names === undefined) return false;
  const parts = names.split(",").map((part) => part.trim());
  return parts.filter((part) => part !== "").every((part) => part.startsWith("type "));
}
