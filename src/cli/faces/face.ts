// A face: a finished run as the text of a file for somebody else's program, in pieces.
import type { RunState } from "../../core/run/fold.ts";
import type { FailOn } from "../../core/run/verdict.ts";

export type FaceOptions = {
  /** From which severity on a finding fails the run. */
  readonly failOn: FailOn;
};

export type Face = (state: RunState, options: FaceOptions) => Iterable<string>;
