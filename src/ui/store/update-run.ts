// Runs: the first is shown as it comes in, a repeated one takes the place of its predecessor when it is complete.
import { MOST_LOG_LINES } from "./log.ts";
import { step, type Action, type Effect, type Step } from "./action.ts";
import { NO_HISTORY, withRun } from "./history.ts";
import { withNotice } from "./notice.ts";
import type { UiState } from "./ui-state.ts";
import { NO_RUN, type RunView } from "./run-view.ts";

type RunAction = Extract<
  Action,
  { readonly type: "machine" | "machine-failed" | "run" | "watch-due" | "domains" | "domains-refused" }
>;

export function updateRun(state: UiState, action: RunAction): Step {
  switch (action.type) {
    case "machine":
      return step({ ...state, machine: action.view, machineProblem: null });
    case "machine-failed":
      return step({ ...state, machineProblem: action.why });
    case "watch-due":
      return startRun({ ...state, watch: { ...state.watch, nextAtMs: null } });
    case "domains":
      return startAfresh({ ...state, domains: action.domains, overlays: [] });
    case "domains-refused": {
      const overlay = state.overlays.at(-1);
      if (overlay?.kind !== "prompt") return step(withNotice(state, action.why, "bad"));
      const asked = { ...overlay, problem: action.why };
      return step({ ...state, overlays: [...state.overlays.slice(0, -1), asked] });
    }
    case "run":
      return withView(state, action.view);
  }
}

/** Begins a run; what is shown stays until there is better. */
export function startRun(state: UiState): Step {
  if (state.replayOf !== null)
    return step(withNotice(state, "this is a recorded run: nothing is asked", "bad"));
  const isRerunning = state.run.phase === "done" || state.run.phase === "partial";
  return step({ ...state, isRerunning }, { kind: "diagnose", isAfresh: false });
}

/** Another network or other domains: what was known says nothing about them. */
export function startAfresh(state: UiState): Step {
  const cleared: UiState = {
    ...state,
    run: NO_RUN,
    frozen: null,
    frozenHistory: null,
    isRerunning: false,
    history: NO_HISTORY,
    selected: Object.fromEntries(Object.keys(state.selected).map((key) => [key, 0])) as UiState["selected"],
    detailTop: 0,
    remedy: 0,
    pane: "list",
  };
  return step(cleared, { kind: "diagnose", isAfresh: true });
}

function withView(state: UiState, view: RunView): Step {
  const isOver = view.phase !== "running";
  if (!isOver) return step(state.isRerunning ? state : { ...state, run: view });
  // What failed or was stopped says less than what is shown.
  if (state.isRerunning && view.phase !== "done") {
    const why = view.failure ?? "stopped: what is shown is from before";
    return scheduled({ ...withNotice(state, why, "bad"), isRerunning: false }, []);
  }
  const before = state.run.phase === "running" ? [] : state.run.findings;
  const history = view.phase === "done" ? withRun(state.history, before, view, state.nowMs) : state.history;
  const hasChanged = history !== state.history && history.lastChanges.length > 0;
  const log = history.lastChanges.map((text) => ({
    atMs: state.nowMs,
    text,
    tone: text.startsWith("fixed") ? ("good" as const) : ("warn" as const),
  }));
  const next: UiState = {
    ...state,
    run: view,
    isRerunning: false,
    history,
    log: hasChanged ? [...state.log, ...log].slice(-MOST_LOG_LINES) : state.log,
  };
  return scheduled(next, hasChanged && state.watch.hasBell ? [{ kind: "bell" }] : []);
}

/** While watching, the next check is set when one is over. */
function scheduled(state: UiState, effects: readonly Effect[]): Step {
  if (!state.watch.isOn) return step(state, ...effects);
  const afterMs = state.watch.intervalSeconds * 1000;
  return step({ ...state, watch: { ...state.watch, nextAtMs: state.nowMs + afterMs } }, ...effects, {
    kind: "watch",
    afterMs,
  });
}
