// Counts what is done and says so now and then: every item of short work, every hundredth of long work.
import type { Progress, RunEvent } from "../core/run/event.ts";

const SHORT = 100;

export function createProgressCounter(
  unit: Progress["unit"],
  total: number,
  emit: (event: RunEvent) => void,
): { readonly count: () => void } {
  let done = 0;
  return {
    count: () => {
      done += 1;
      if (done === total || done < SHORT || done % SHORT === 0) emit({ type: "progress", unit, done, total });
    },
  };
}
