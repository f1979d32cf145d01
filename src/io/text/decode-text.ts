// The octets of a text file of Windows as text: UTF-8, UTF-16 with and without a byte order mark, code pages 437, 850, 1252.
import type { Buffer } from "node:buffer";
import { err, ok, type Result } from "../../core/result.ts";

export type TextEncodingName = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252" | "cp850" | "cp437";

export type DecodedText = { readonly text: string; readonly encoding: TextEncodingName };

/** An error is one clause: why the octets are no text. */
export async function decodeText(bytes: Buffer): Promise<Result<DecodedText, string>> {
  const unicode = unicodeOf(bytes);
  if (unicode !== undefined) return ok(unicode);
  if (bytes.subarray(0, 4096).includes(0)) return err("it holds octets that no text holds");
  return ok(await codePageOf(bytes));
}

function unicodeOf(bytes: Buffer): DecodedText | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return decoded(bytes, "utf-16le");
  if (first === 0xfe && second === 0xff) return decoded(bytes, "utf-16be");
  const wide = wideOrder(bytes.subarray(0, 4096));
  if (wide !== undefined) return decoded(bytes, wide);
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.includes("\u0000") ? undefined : { text, encoding: "utf-8" };
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function decoded(bytes: Buffer, encoding: TextEncodingName): DecodedText {
  return { text: new TextDecoder(encoding).decode(bytes), encoding };
}

/** UTF-16 without a mark: blanks, digits and line ends have a zero as their high octet in every language. */
function wideOrder(head: Buffer): "utf-16le" | "utf-16be" | undefined {
  const zeros = [0, 0];
  for (const [index, octet] of head.entries())
    if (octet === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const enough = Math.max(1, head.length / 20);
  if (odd >= enough && even * 10 < odd) return "utf-16le";
  return even >= enough && odd * 10 < even ? "utf-16be" : undefined;
}

const CODE_PAGES = ["windows-1252", "cp850", "cp437"] as const;
/** Enough to tell the code page. */
const SAMPLE = 64 * 1024;

/** The one in which most octets above 127 are letters; the first of equals. */
async function codePageOf(bytes: Buffer): Promise<DecodedText> {
  const { default: iconv } = await import("iconv-lite");
  const scores = CODE_PAGES.map((encoding) => score(iconv.decode(bytes.subarray(0, SAMPLE), encoding)));
  const encoding = CODE_PAGES[scores.indexOf(Math.max(...scores))] ?? "windows-1252";
  return { text: iconv.decode(bytes, encoding), encoding };
}

const LETTER = /[\p{Script=Latin}\p{Pd}\u00a0«»‘’“”¿¡°]/u;

/** Lower-case letters are commoner than capitals, and frames and signs are rare. */
function score(text: string): number {
  let sum = 0;
  for (const char of text) {
    if (char <= "~") continue;
    sum += !LETTER.test(char) ? -2 : char === char.toLowerCase() ? 2 : 1;
  }
  return sum;
}
