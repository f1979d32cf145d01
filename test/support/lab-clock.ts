// A clock that a test moves by hand.
import type { Clock } from "../../src/app/ports.ts";

export type ManualClock = Clock & { readonly advance: (milliseconds: number) => void };

export function manualClock(): ManualClock {
  let elapsedMs = 0;
  return {
    nowMs: () => 1_700_000_000_000 + elapsedMs,
    monotonicMs: () => elapsedMs,
    advance: (milliseconds) => {
      elapsedMs += milliseconds;
    },
  };
}
