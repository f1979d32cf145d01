// Error codes and events within pasted text, explained.
import { ACTIVATION_CAUSES } from "../../core/kms/error-codes/causes.ts";
import { parseCode } from "../../core/kms/parse-code.ts";
import type { ExplainedCode } from "../../ui/ports.ts";

/** Words of a paste that may be codes: 0x…, eight digits of them, large decimal numbers, ids of events. */
const CODE_WORDS = /\b0x[\da-f]{8}\b|\bc004[\da-f]{4}\b|-?\b\d{10}\b|\b(?:12\d{3}|8198)\b/gi;
const MOST_CHARACTERS = 1_000_000;
const MOST_CODES = 50;

export function explainText(text: string): readonly ExplainedCode[] {
  const whole = parseCode(text.trim());
  const bounded = text.slice(0, MOST_CHARACTERS);
  const words = whole.ok ? [text.trim()] : [...new Set(bounded.match(CODE_WORDS) ?? [])].slice(0, MOST_CODES);
  const known = words.flatMap((word) => {
    const code = parseCode(word);
    return code.ok ? [code.value] : [];
  });
  return [...new Map(known.map((each) => [each.code, each])).values()].map(({ code, meaning, causes }) => ({
    code,
    meaning,
    causes: causes.map((id) => {
      const { text: cause, check, fix } = ACTIVATION_CAUSES[id];
      return { cause, check, fix };
    }),
  }));
}
