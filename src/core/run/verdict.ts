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

/** 0 when nothing at or above the threshold was found and every story step held, else 1. */
export function exitCodeOf(counts: SeverityCounts, story: readonly StoryStep[], failOn: FailOn): 0 | 1 {
  if (story.some((step) => !step.held)) return 1;
  const worst = worstOf(counts);
  return worst !== null && failOn !== "never" && isAtLeast(worst, failOn) ? 1 : 0;
}
