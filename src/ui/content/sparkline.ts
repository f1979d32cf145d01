// A row of bars for the last measurements; a gap is shown as one, never as a low bar.
import type { Glyphs } from "../theme/glyphs.ts";

/** One cell for each sample; null samples are shown as the sign for trouble. */
export function sparkline(samples: readonly (number | null)[], { bars, health }: Glyphs): string {
  const known = samples.filter((sample) => sample !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return samples
    .map((sample) => {
      if (sample === null) return health.bad;
      const share = high > low ? (sample - low) / (high - low) : 0;
      return bars[Math.min(bars.length - 1, Math.floor(share * bars.length))] ?? "";
    })
    .join("");
}
