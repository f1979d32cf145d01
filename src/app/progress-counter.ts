// Counts what is done and says so now and then: at the start, every item of short work, every hundredth of long work.
import type { Progress, RunEvent } from "../core/run/event.ts";

const SHORT = 100;

/** Tells `done: 0` at once, so that whoever watches knows the total from the start. */
export function createProgressCounter(
  unit: Progress["unit"],
  total: number,
  emit: (event: RunEvent) => void,
): { readonly count: () => void } {
  let done = 0;
  const tell = (): void => emit({ type: "progress", unit, done, total });
  tell();
  return {
    count: () => {
      done += 1;
      if (done === total || done < SHORT || done % SHORT === 0) tell();
    },
  };
}
