// `explain` for people: each code with its causes, or the list of all codes.
import { ACTIVATION_CAUSES } from "../../core/kms/error-codes/causes.ts";
import type { KnownCode } from "../../core/kms/error-codes/known-code.ts";
import { wrap } from "./layout.ts";

export function renderCodes(codes: readonly KnownCode[], width: number): string {
  return codes.map((code) => renderCode(code, width)).join("\n");
}

function renderCode({ code, symbol, meaning, causes }: KnownCode, width: number): string {
  const next = causes.length === 0 ? NEXT_UNKNOWN : `kms-doctor diagnose DOMAIN --symptom ${code}`;
  return [
    `${nameOf(code)}${symbol === null ? "" : `  ${symbol}`}`,
    ...wrap("  ", meaning, width),
    ...(causes.length === 0 ? [] : ["", "Causes, likeliest first"]),
    ...causes.flatMap((id, index) => {
      const { text, check, fix } = ACTIVATION_CAUSES[id];
      return [
        ...wrap(`${String(index + 1).padStart(4)}. `, text, width),
        ...wrap("      check: ", check, width),
        ...wrap("      do:    ", fix, width),
      ];
    }),
    "",
    ...wrap("Next: ", next, width),
    "",
  ].join("\n");
}

export function renderCodeList(codes: readonly KnownCode[], width: number): string {
  const lines = codes.flatMap(({ code, meaning }) => wrap(`${nameOf(code).padEnd(11)} `, meaning, width));
  return `${lines.join("\n")}\n\nMore about one: kms-doctor explain CODE\n`;
}

const NEXT_UNKNOWN =
  "read events 12288 and 12289 in the client's Application log, and give the codes there to kms-doctor explain";

function nameOf(code: string): string {
  return code.startsWith("0x") ? code : `event ${code}`;
}
