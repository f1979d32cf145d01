// Colours, judged for each stream: off for pipes, NO_COLOR, --no-color and dumb terminals; on with FORCE_COLOR.
import { styleText } from "node:util";

export type Tone = "good" | "bad" | "warn" | "note" | "dim" | "strong";

export type Paint = (tone: Tone, text: string) => string;

const STYLES = {
  good: "green",
  bad: "red",
  warn: "yellow",
  note: "cyan",
  dim: "dim",
  strong: "bold",
} as const;

/** No colours at all. */
export const plain: Paint = (_tone, text) => text;

const coloured: Paint = (tone, text) => styleText(STYLES[tone], text, { validateStream: false });

export function paintFor(stream: { readonly isTTY?: boolean }, isAllowed: boolean): Paint {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (!isAllowed || (NO_COLOR !== undefined && NO_COLOR !== "")) return plain;
  if (FORCE_COLOR !== undefined) return /^(0|false)$/i.test(FORCE_COLOR) ? plain : coloured;
  return stream.isTTY === true && TERM !== "dumb" ? coloured : plain;
}
