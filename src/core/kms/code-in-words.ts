// A code of Windows with what it means, in one sentence.
import { parseCode } from "./parse-code.ts";

/** `0x8007232D: The DNS server refused …`. */
export function codeInWords(code: string): string {
  const known = parseCode(code);
  return known.ok ? `${code}: ${known.value.meaning}` : code;
}
