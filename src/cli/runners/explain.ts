// Runs `explain`.
import { UsageError } from "../../core/errors.ts";
import { ACTIVATION_CAUSES } from "../../core/kms/error-codes/causes.ts";
import type { KnownCode } from "../../core/kms/error-codes/known-code.ts";
import { KNOWN_CODES } from "../../core/kms/error-codes/table.ts";
import type { ExplainFlags } from "../commands/explain.ts";
import { readCode } from "../read-code.ts";
import { textWidth } from "../text/layout.ts";
import { renderCodes, renderCodeList } from "../text/render-codes.ts";
import { printDocument } from "./simple-document.ts";

export async function runExplain(words: readonly string[], flags: ExplainFlags): Promise<number> {
  if (flags.list !== undefined && words.length > 0) {
    throw new UsageError("--list lists all codes, so none can be given", {
      hint: `Type: kms-doctor explain ${words[0] ?? ""}`,
    });
  }
  if (flags.list === undefined && words.length === 0) {
    throw new UsageError("no code was given", {
      hint: "Type: kms-doctor explain 0xC004F074, or kms-doctor explain --list",
    });
  }
  const codes =
    flags.list === undefined ? distinct(joinEvents(words).map((word) => readCode(word, ""))) : KNOWN_CODES;
  const width = textWidth(process.stdout);
  const text = flags.list === undefined ? renderCodes(codes, width) : renderCodeList(codes, width);
  return printDocument("explain", { codes: codes.map(explained) }, text, flags);
}

/** `event 12293` is one code, also without quotes. */
function joinEvents(words: readonly string[]): readonly string[] {
  const isEvent = (word: string | undefined): boolean => /^event$/i.test(word ?? "");
  return words.flatMap((word, index) => {
    if (isEvent(word) && index + 1 < words.length) return [];
    return [isEvent(words[index - 1]) ? `event ${word}` : word];
  });
}

/** Two spellings of one code are one code. */
function distinct(codes: readonly KnownCode[]): readonly KnownCode[] {
  return [...new Map(codes.map((each) => [each.code, each])).values()];
}

function explained({ code, symbol, meaning, causes }: KnownCode): object {
  return {
    code,
    symbol,
    meaning,
    causes: causes.map((id) => {
      const { text: cause, check, fix } = ACTIVATION_CAUSES[id];
      return { cause, check, fix };
    }),
  };
}
