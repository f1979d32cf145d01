// Reads `slmgr /ao-list`: the activation objects of Active Directory.
import type { DocumentReader } from "./document.ts";
import { labelledLine } from "./labelled-line.ts";
import { guidOf } from "./value-shapes.ts";
import { isNoise, isPrompt, textAt } from "./paste-line.ts";

export type ActivationObject = {
  readonly name: string | null;
  readonly activationId: string | null;
  readonly partialProductKey: string | null;
  readonly extendedPid: string | null;
  readonly dn: string;
};

export type AoListFacts = { readonly objects: readonly ActivationObject[] };

/** The same in every language. */
const DN = /^CN=.{1,400},CN=Activation Objects,CN=Microsoft SPP,/i;
const HEADING = /^Activation Objects:?$/i;
/** An object takes five lines, the heading and a blank one stand before. */
const MOST_LINES = 8;

export const aoListReader: DocumentReader = {
  starts: (lines, index) => {
    const text = textAt(lines, index);
    if (HEADING.test(text)) return true;
    if (isNoise(text) || labelledLine(text) !== undefined) return false;
    return lines.slice(index + 1, index + MOST_LINES).some((line) => isDn(line.text));
  },
  isWeak: true,
  read: (lines, start, limit) => {
    const objects: ActivationObject[] = [];
    const leftOver: number[] = [];
    let values: string[] = [];
    let end = start + 1;
    for (let index = start + 1; index < limit; index++) {
      const text = textAt(lines, index);
      if (isPrompt(text) || HEADING.test(text)) break;
      const line = labelledLine(text);
      if (/No objects found/i.test(text)) end = index + 1;
      else if (line !== undefined) values.push(line.value);
      else if (text.trim() !== "") leftOver.push(index);
      if (!isDn(text)) continue;
      objects.push(objectOf(values));
      values = [];
      end = index + 1;
    }
    const isEmpty = objects.length === 0 && end === start + 1;
    if (isEmpty) return undefined;
    const body = { kind: "slmgr-ao-list", facts: { objects } } as const;
    return { body, end, leftOver: leftOver.filter((index) => index < end) };
  },
};

function isDn(text: string): boolean {
  return DN.test(labelledLine(text)?.value ?? "");
}

/** By shape; the name is the first value. */
function objectOf(values: readonly string[]): ActivationObject {
  return {
    name: values[0] ?? null,
    activationId: values.flatMap((value) => guidOf(value) ?? [])[0] ?? null,
    partialProductKey: values.find((value) => /^[0-9A-Z]{5}$/.test(value)) ?? null,
    extendedPid: values.find((value) => /^\d{5}-\d{5}-/.test(value)) ?? null,
    dn: values.at(-1) ?? "",
  };
}
