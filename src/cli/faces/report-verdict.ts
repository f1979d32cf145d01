// The verdict of a run as one word and one line, for faces whose readers look at nothing else first.
import type { RunState } from "../../core/run/fold.ts";
import { plural } from "../text/layout.ts";
import { sayCounts, sayNothingFound } from "../text/render-findings.ts";

/** unknown: no error was seen, but something could not be looked at, and what was not seen is not healthy. */
export type VerdictKind = "good" | "warning" | "error" | "unknown";

export type ReportVerdict = {
  readonly kind: VerdictKind;
  /** What to say, most important first, one sentence each. */
  readonly lines: readonly string[];
};

export function reportVerdict(state: RunState): ReportVerdict {
  const counts = state.findings.counts();
  const partial = state.finished?.partial ?? true;
  const unknown = state.unknown + (state.updatePolicy?.policy === "unknown" ? 1 : 0);
  const found = sayCounts(counts);
  const lines = [
    ...(found === "" ? [] : [found]),
    ...(unknown > 0 ? [`Not known in ${plural(unknown, "case")}: nobody could tell`] : []),
    ...(partial ? ["Interrupted: this is what was known by then"] : []),
  ];
  const kind = kindOf(counts, unknown > 0 || partial);
  return { kind, lines: lines.length === 0 ? [sayNothingFound(state.started?.command ?? "")] : lines };
}

function kindOf(
  counts: { readonly error: number; readonly warning: number },
  isUnknown: boolean,
): VerdictKind {
  if (counts.error > 0) return "error";
  if (isUnknown) return "unknown";
  return counts.warning > 0 ? "warning" : "good";
}
