// What to do about a key that was tried, as the first steps of a remedy.
import type { KeyVerdict } from "./key-verdict.ts";

export function keySteps(verdict: KeyVerdict | null): readonly string[] {
  return verdict === null || verdict.remedy === null ? [] : [verdict.remedy];
}
