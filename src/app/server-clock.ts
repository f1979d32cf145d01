// The clock of a server, as far as its answers tell that ours is another one (RFC 8945 section 5.2.3).
import { sayClockSkew } from "../core/checks/key-verdict.ts";
import type { MessageOutcome } from "./update-policy-ports.ts";

export type ServerClock = {
  /** Seconds since the Unix epoch, by the server's clock where it has told it. */
  readonly nowSeconds: () => number;
  /** Takes the server's time from an authenticated BADTIME; then a text that says so, else null. */
  readonly learn: (outcome: MessageOutcome) => string | null;
  /** By how much the server's clock is ahead of ours; null where nothing was wrong with it. */
  readonly skewSeconds: () => number | null;
};

export function createServerClock(nowMs: () => number): ServerClock {
  let skewSeconds: number | null = null;
  const ownSeconds = (): number => Math.floor(nowMs() / 1000);
  return {
    nowSeconds: () => ownSeconds() + (skewSeconds ?? 0),
    learn: (outcome) => {
      if (outcome.kind !== "answered" || outcome.tsig?.kind !== "error") return null;
      const { serverTimeSeconds } = outcome.tsig;
      // A second objection is no matter of the clock any more.
      if (serverTimeSeconds === null || skewSeconds !== null) return null;
      skewSeconds = serverTimeSeconds - ownSeconds();
      return `${sayClockSkew(skewSeconds)}: signing with the server's time from here on`;
    },
    skewSeconds: () => skewSeconds,
  };
}
