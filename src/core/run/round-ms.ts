// Times in reports: microseconds are enough, and more digits would only be noise.

/** Rounds milliseconds to three decimals; null stays null. */
export function roundMs<T extends number | null>(ms: T): T {
  return (ms === null ? null : Math.round(ms * 1000) / 1000) as T;
}
