// The records of a `$GENERATE` line (a directive of BIND's; see 'The $GENERATE Directive' in its reference manual).
import { err, ok, type Result } from "../../result.ts";

/** Ranges with more steps are not gone through. */
const MOST_STEPS = 65_536;

/** Start, stop and step of `1-20` or `1-20/2`. */
export type GenerateRange = { readonly start: number; readonly stop: number; readonly step: number };

export function readGenerateRange(word: string): Result<GenerateRange, string> {
  const [, start, stop, step] = /^(\d{1,10})-(\d{1,10})(?:\/(\d{1,10}))?$/.exec(word) ?? [];
  const range = { start: Number(start), stop: Number(stop), step: Number(step ?? 1) };
  if (start === undefined || range.step < 1 || range.stop < range.start) {
    return err("the range of $GENERATE is not understood");
  }
  return (range.stop - range.start) / range.step > MOST_STEPS
    ? err("$GENERATE makes more than 65536 records")
    : ok(range);
}

export function* generateSteps({ start, stop, step }: GenerateRange): Generator<number> {
  for (let value = start; value <= stop; value += step) yield value;
}

/** The text of one step: `$` and `${offset[,width[,base]]}` are replaced, `$$` and `\$` are a dollar sign. */
export function fillGenerate(pattern: string, step: number): Result<string, string> {
  let problem: string | undefined;
  const text = pattern.replaceAll(/\\\$|\$\$|\$\{([^}]*)\}|\$/g, (whole, modifier: string | undefined) => {
    if (whole === "$$" || whole === "\\$") return "$";
    const filled = fillStep(step, modifier ?? "0");
    if (filled === undefined) problem = `'\${${modifier}}' in $GENERATE is not understood`;
    return filled ?? "";
  });
  return problem === undefined ? ok(text) : err(problem);
}

function fillStep(step: number, modifier: string): string | undefined {
  const [, offset, width = "0", base = "d"] =
    /^([+-]?\d{1,10})(?:,(\d{1,3})(?:,([doxXnN]))?)?$/.exec(modifier) ?? [];
  if (offset === undefined) return undefined;
  const value = step + Number(offset);
  if (value < 0) return undefined;
  if (base === "n" || base === "N") return nibbles(value, Number(width), base);
  const radix = base === "d" ? 10 : base === "o" ? 8 : 16;
  const digits = value.toString(radix).padStart(Number(width), "0");
  return base === "X" ? digits.toUpperCase() : digits;
}

/** Hexadecimal digits from the lowest on, with dots between them; the width counts the dots. */
function nibbles(value: number, width: number, base: "n" | "N"): string {
  const count = Math.max(value.toString(16).length, Math.ceil(width / 2));
  const text = value.toString(16).padStart(count, "0").split("").toReversed().join(".");
  return base === "N" ? text.toUpperCase() : text;
}
