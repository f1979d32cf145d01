// `Label: value`, the shape that most programs of Windows print in every language; the colon may be full-width.
import { textAt, type PasteLine } from "./paste-line.ts";
import { oneLine } from "./value-shapes.ts";

export type LabelledLine = {
  readonly indent: number;
  /** As printed, without blanks and dots around it; so the value, with single blanks. */
  readonly label: string;
  readonly value: string;
};

const MOST_LABEL = 120;

/** Undefined for a line without a colon, or with one that ends no label (`C:\x`, `http://x`, `12:30`). */
export function labelledLine(text: string): LabelledLine | undefined {
  const colon = text.slice(0, MOST_LABEL).search(/[:：]/);
  if (colon === -1) return undefined;
  const head = text.slice(0, colon);
  const label = head
    .replace(/(?:\s*\.)+\s*$/, "")
    .replaceAll("\t", " ")
    .trim();
  const rest = text.slice(colon + 1);
  const isLabel = text[colon] === "：" || rest === "" || /^\s/.test(rest) || /\s$/.test(head);
  if (label === "" || !isLabel) return undefined;
  return { indent: head.length - head.trimStart().length, label, value: oneLine(rest) };
}

/** The value of a line; empty where it has no label. */
export function valueAt(lines: readonly PasteLine[], index: number): string {
  return labelledLine(textAt(lines, index))?.value ?? "";
}
