// The data of a SOA record in a master file (RFC 1035 section 3.3.13).
import { readTtl } from "./read-words.ts";

/** `words` are the tokens behind the type; undefined where they are no SOA, or one in a form that can't be edited. */
export function readSoaWords(
  words: readonly string[],
): { readonly serial: number; readonly minimum: number } | undefined {
  const serial = /^\d{1,10}$/.test(words[2] ?? "") ? Number(words[2]) : undefined;
  const minimum = readTtl(words[6] ?? "");
  if (words.length !== 7 || serial === undefined || serial > 0xffff_ffff || minimum === undefined)
    return undefined;
  return { serial, minimum };
}
