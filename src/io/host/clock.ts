// The machine's clocks.
import type { Clock } from "../../app/ports.ts";

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
};
