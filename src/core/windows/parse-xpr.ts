// Reads `slmgr /xpr`: the name of the licence with a colon, and one indented sentence below.
import { textAt } from "./paste-line.ts";
import type { DocumentReader } from "./document.ts";
import { oneLine } from "./value-shapes.ts";

export type XprFacts = {
  readonly name: string;
  /** Null where the sentence is in a language that is not known. */
  readonly state: "permanent" | "expires" | "grace" | "notification" | null;
  /** The date as printed, and the words around it. */
  readonly sentence: string;
};

const NAME = /^(?:Windows|Office)\b[^:：]{0,120}[:：]$/;

export const xprReader: DocumentReader = {
  starts: (lines, index) =>
    NAME.test(textAt(lines, index)) && /^\s+\S[^:]{0,200}/.test(textAt(lines, index + 1)),
  read: (lines, start) => {
    const sentence = oneLine(textAt(lines, start + 1));
    const name = oneLine(textAt(lines, start).slice(0, -1));
    return {
      body: { kind: "slmgr-xpr", facts: { name, state: stateOf(sentence), sentence } },
      end: start + 2,
      leftOver: [],
    };
  },
};

function stateOf(sentence: string): XprFacts["state"] {
  if (/permanently activated/i.test(sentence)) return "permanent";
  if (/notification mode/i.test(sentence)) return "notification";
  if (/grace period ends/i.test(sentence)) return "grace";
  return /will expire/i.test(sentence) ? "expires" : null;
}
