// A cause that an activation error can have, and what speaks for or against it.
import type { EvidenceKey } from "./evidence-key.ts";

export type Cause = {
  /** A clause without a full stop, as administrators would say it. */
  readonly text: string;
  /** What to run or read, and what the outcome means: it tells this cause from others. */
  readonly check: string;
  readonly fix: string;
  /** Any of these proves that the cause is there. */
  readonly confirmedBy?: readonly EvidenceKey[];
  /** Each of these makes it likelier. */
  readonly supportedBy?: readonly EvidenceKey[];
  /** Any of these excludes it. */
  readonly ruledOutBy?: readonly EvidenceKey[];
};
