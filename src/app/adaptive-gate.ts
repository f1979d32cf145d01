// Lets a bounded number of probes through at once, and fewer when this machine runs out of sockets or ports.

export type AdaptiveGate = {
  /** Runs `work` once there is room. */
  readonly pass: <T>(work: () => Promise<T>) => Promise<T>;
  /** Halves the limit: called when a probe failed for lack of descriptors or ports. Never goes under 8. */
  readonly shrink: () => void;
  readonly limit: () => number;
};

const SMALLEST = 8;
/** After so many passes without trouble one more is let through. */
const GROW_AFTER = 64;

export function createAdaptiveGate(maximum: number): AdaptiveGate {
  let limit = maximum;
  let underWay = 0;
  let calm = 0;
  const waiting: (() => void)[] = [];

  function wake(): void {
    while (underWay < limit) {
      const next = waiting.shift();
      if (next === undefined) return;
      underWay += 1;
      next();
    }
  }

  async function enter(): Promise<void> {
    if (underWay < limit && waiting.length === 0) {
      underWay += 1;
      return;
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  }

  function leave(): void {
    underWay -= 1;
    calm += 1;
    if (calm >= GROW_AFTER && limit < maximum) {
      limit += 1;
      calm = 0;
    }
    wake();
  }

  return {
    pass: async (work) => {
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
    shrink: () => {
      limit = Math.max(Math.min(SMALLEST, maximum), Math.floor(Math.min(limit, underWay) / 2));
      calm = 0;
    },
    limit: () => limit,
  };
}
