// One change in the journal: enough to tell what was done, whether it arrived, and how to take it back.
import type { Plan } from "./plan.ts";

/**
 * sending: the message may have been sent, and what came of it was not written down · applied: read back from the
 * primary · refused: nothing was changed · not-needed: somebody else has done the same · unknown: no answer, and it could not be read back · undone: taken back.
 */
export type JournalState = "sending" | "applied" | "refused" | "not-needed" | "unknown" | "undone";

export type JournalStep = {
  /** `ADDR:PORT` of the server that got the update. */
  readonly primary: string;
  readonly plan: Plan;
  readonly state: JournalState;
};

export type JournalEntry = {
  readonly id: string;
  /** RFC 3339 UTC. */
  readonly at: string;
  readonly command: string;
  /** In the order in which they were sent: addresses in another zone come before the SRV record. */
  readonly steps: readonly JournalStep[];
};

/** The entry with another state of one step. */
export function withStepState(entry: JournalEntry, position: number, state: JournalState): JournalEntry {
  const steps = entry.steps.map((step, index) => (index === position ? { ...step, state } : step));
  return { ...entry, steps };
}

/** Of which it is not known whether it changed something. */
export function isUnfinished({ steps }: JournalEntry): boolean {
  return steps.some(({ state }) => state === "sending" || state === "unknown");
}

/** Of which something is there to be taken back, as far as is known. */
export function isUndoable(entry: JournalEntry): boolean {
  return isUnfinished(entry) || entry.steps.some(({ state }) => state === "applied");
}
