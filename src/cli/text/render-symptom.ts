// `diagnose --symptom` for people: how the causes of the code stand, and the next test.
import type { Standing } from "../../core/kms/rank-causes.ts";
import type { SymptomReport } from "../../core/run/symptom-report.ts";
import { wrap } from "./layout.ts";
import type { Paint } from "./paint.ts";

type Causes = SymptomReport["causes"];

export function* renderSymptom(
  { code, causes, nextTest }: SymptomReport,
  width: number,
  paint: Paint,
): Generator<string> {
  const lines = (lead: string, text: string): string => `${wrap(lead, text, width).join("\n")}\n`;
  const standing = (wanted: Standing): Causes => causes.filter((each) => each.standing === wanted);
  yield `\n${paint("strong", `Symptom ${code}`)}  (what it means: kms-doctor explain ${code})\n`;
  yield lines("  ", sayOutcome(causes));
  for (const [kind, tone] of [
    ["confirmed", "bad"],
    ["likely", "warn"],
  ] as const) {
    for (const { cause, because } of standing(kind)) {
      yield `\n  ${paint(tone, kind)}\n`;
      yield lines("    ", `${cause}.`);
      yield lines("    because: ", because);
    }
  }
  // One thing that was seen often rules several causes out.
  for (const [kind, tone] of [
    ["possible", "note"],
    ["ruled-out", "good"],
  ] as const) {
    for (const [because, group] of Map.groupBy(standing(kind), (each) => each.because)) {
      yield `\n  ${paint(tone, kind)}\n`;
      for (const { cause } of group) yield lines("    - ", cause);
      yield lines("    because: ", because);
    }
  }
  yield `\n${lines("  next: ", nextTest)}`;
}

/** One sentence: whether what was seen explains the symptom. */
export function sayOutcome(causes: Causes): string {
  if (causes.length === 0) return "No causes are known for this code.";
  const has = (standing: Standing): boolean => causes.some((each) => each.standing === standing);
  if (has("confirmed")) return "A cause of it was seen here.";
  if (has("likely")) return "Nothing that was seen here explains it for certain; the likeliest come first.";
  return "Nothing that was seen here explains it.";
}
