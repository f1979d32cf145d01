// Reads `slmgr /ato`: the licence with its GUID and three dots, then what came of it.
import type { DocumentReader } from "./document.ts";
import { isNoise, textAt } from "./paste-line.ts";
import { codeIn, oneLine, firstGroup } from "./value-shapes.ts";

export type AtoFacts = {
  readonly activationId: string;
  /** Null where the sentence is in a language that is not known and holds no code. */
  readonly outcome: "activated" | "failed" | null;
  readonly code: string | null;
  readonly text: string | null;
};

const ACTIVATING = /\(([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\)\s?(?:\.\.\.|…)$/i;
/** `slui.exe 0x2a 0xC004F074`: the code is the second. */
const SLUI = /0x2a\s+(0x[0-9a-f]{8})/i;
/** The outcome may wrap, and a hint may follow. */
const MOST_LINES = 4;

export const atoReader: DocumentReader = {
  starts: (lines, index) => ACTIVATING.test(textAt(lines, index)),
  read: (lines, start, limit) => {
    const activationId = firstGroup(ACTIVATING, textAt(lines, start)).toLowerCase();
    let end = start + 1;
    while (end < Math.min(limit, start + 1 + MOST_LINES) && !isNoise(textAt(lines, end))) end += 1;
    const text = lines
      .slice(start + 1, end)
      .map((line) => oneLine(line.text))
      .join(" ");
    const code = codeIn(SLUI.exec(text)?.[1] ?? text) ?? null;
    const isActivated = code === null && /activated successfully|erfolgreich aktiviert/i.test(text);
    const isFailed = code !== null || /^Error\b/i.test(text);
    const outcome = isActivated ? "activated" : isFailed ? "failed" : null;
    return {
      body: { kind: "slmgr-ato", facts: { activationId, outcome, code, text: text === "" ? null : text } },
      end,
      leftOver: [],
    };
  },
};
