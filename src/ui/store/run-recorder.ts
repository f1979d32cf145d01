// Follows one run: folds its events, keeps them for an export, and gives views that cost only what changed since the last.
import type { RunEvent } from "../../core/run/event.ts";
import { emptyRunState, fold, type RunState } from "../../core/run/fold.ts";
import { unexaminedIn } from "../../core/run/unexamined.ts";
import { NO_RUN, type RunView } from "./run-view.ts";

export type RunRecorder = {
  readonly take: (event: RunEvent) => void;
  readonly view: (nowMs: number) => RunView;
  readonly state: () => RunState;
  readonly events: () => readonly RunEvent[];
};

export function createRunRecorder(startedAtMs: number): RunRecorder {
  let state = emptyRunState();
  const events: RunEvent[] = [];
  const domains = createReportCache((index) => state.domains.at(index));
  const targets = createReportCache((index) => state.targets.at(index));
  let last: RunView = NO_RUN;

  function mark(event: RunEvent): void {
    if (event.type !== "probe-started" && event.type !== "probe-finished") return;
    const { probe } = event;
    if (probe.kind === "domain" || probe.kind === "srv" || probe.kind === "second-opinion")
      domains.mark(probe.index);
    else if (probe.kind === "target" || probe.kind === "endpoint") targets.mark(probe.index);
    else if (probe.kind === "addresses") (probe.of === "domain" ? domains : targets).mark(probe.index);
  }

  return {
    take: (event) => {
      events.push(event);
      mark(event);
      state = fold(state, event);
    },
    view: (nowMs) => {
      const counts = state.findings.counts();
      const total = counts.error + counts.warning + counts.info;
      const isEnded = state.finished !== undefined;
      last = {
        phase: !isEnded ? "running" : state.finished?.partial === true ? "partial" : "done",
        startedAtMs,
        endedAtMs: isEnded ? (last.endedAtMs ?? nowMs) : null,
        command: state.started?.command ?? "diagnose",
        domains: domains.list(),
        targets: targets.list(),
        zones: [...state.zones.entries()].toSorted(([a], [b]) => a - b).map(([, zone]) => zone),
        suffixes: state.suffixes,
        findings: total === last.findings.length ? last.findings : [...state.findings.inOrder()],
        counts: { ...counts },
        unexamined: isEnded
          ? [
              ...unexaminedIn({
                isPartial: state.finished?.partial === true,
                domains: domains.list(),
                targets: targets.list(),
                zones: state.zones.values(),
              }),
            ]
          : [],
        progress: state.progress,
        unknown: state.unknown,
        failure: null,
      };
      return last;
    },
    state: () => state,
    events: () => events,
  };
}

type ReportCache<Report> = {
  readonly mark: (index: number) => void;
  /** The same list where nothing changed. */
  readonly list: () => readonly Report[];
};

/** Reads anew only what was marked. */
function createReportCache<Report>(at: (index: number) => Report | undefined): ReportCache<Report> {
  const marked = new Set<number>();
  /** By position in the input; probes start in any order, so it may have holes. */
  const known: (Report | undefined)[] = [];
  let dense: readonly Report[] = [];
  return {
    mark: (index) => void marked.add(index),
    list: () => {
      if (marked.size === 0) return dense;
      for (const index of marked) known[index] = at(index);
      marked.clear();
      dense = known.filter((each) => each !== undefined);
      return dense;
    },
  };
}
