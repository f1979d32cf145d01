// From findings to an exit code.
import { isAtLeast, type Severity } from "../checks/finding.ts";
import type { StoryStep } from "./event.ts";
import type { SeverityCounts } from "./finding-list.ts";

export type FailOn = "error" | "warning" | "never";

/** The worst severity that was found; null where nothing was. */
export function worstOf(counts: SeverityCounts): Severity | null {
  if (counts.error > 0) return "error";
  if (counts.warning > 0) return "warning";
  return counts.info > 0 ? "info" : null;
}

export type Outcome = {
  readonly counts: SeverityCounts;
  readonly story: readonly StoryStep[];
  /** Domains and targets of which something could not be determined. */
  readonly unknown: number;
  /** A change was asked for, and was not made. */
  readonly isUnmade?: boolean;
};

/**
 * 1 when something at or above the threshold was found, a change was not made (whatever the threshold), or a story step
 * did not hold; 3 when something could not be
 * determined, since what was not seen is not healthy; else 0.
 */
export function exitCodeOf({ counts, story, unknown, isUnmade }: Outcome, failOn: FailOn): 0 | 1 | 3 {
  if (isUnmade === true || story.some((step) => !step.held)) return 1;
  if (failOn === "never") return 0;
  const worst = worstOf(counts);
  if (worst !== null && isAtLeast(worst, failOn)) return 1;
  return unknown > 0 ? 3 : 0;
}
