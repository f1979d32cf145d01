// The symptom that --symptom names, with the table of codes behind it.
import type { Symptom } from "../app/tell-symptom.ts";
import { judgeSymptom } from "../core/checks/judge-symptom.ts";
import { readCode } from "./read-code.ts";

/** Throws UsageError for what is no code. */
export function namedSymptom(text: string): Symptom {
  const known = readCode(text, "--symptom ");
  return { code: known.code, judge: (seen, findings) => judgeSymptom(known, seen, findings) };
}
