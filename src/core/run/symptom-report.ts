// The symptom of a diagnosis in a report: the code that Windows showed, and how its causes stand after what was seen.
import type { Standing } from "../kms/rank-causes.ts";

export type SymptomReport = {
  readonly code: string;
  /** Likeliest first. */
  readonly causes: readonly {
    readonly cause: string;
    readonly standing: Standing;
    readonly because: string;
  }[];
  readonly nextTest: string;
};
