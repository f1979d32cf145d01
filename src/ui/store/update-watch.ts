// Watching: the checks again and again, at an interval.
import type { CommandId } from "../keys/commands.ts";
import { step, type Step } from "./action.ts";
import { withNotice } from "./notice.ts";
import { startRun } from "./update-run.ts";
import type { UiState } from "./ui-state.ts";

const INTERVALS_SECONDS = [5, 10, 30, 60, 120, 300, 600, 1800] as const;

/** Undefined where the command is none of watching. */
export function watchCommand(state: UiState, command: CommandId): Step | undefined {
  const { watch } = state;
  switch (command) {
    case "watch": {
      if (watch.isOn)
        return step(
          withNotice({ ...state, watch: { ...watch, isOn: false, nextAtMs: null } }, "watching ended"),
          { kind: "watch", afterMs: null },
        );
      if (state.replayOf !== null) return startRun(state);
      const on = { ...state, watch: { ...watch, isOn: true } };
      const said = withNotice(
        on,
        `checked every ${watch.intervalSeconds} s; b rings at changes, + and - set the interval`,
      );
      return state.run.phase === "running" ? step(said) : startRun(said);
    }
    case "bell":
      return step(
        withNotice(
          { ...state, watch: { ...watch, hasBell: !watch.hasBell } },
          watch.hasBell ? "no bell" : "the bell rings at a change while watching",
        ),
      );
    case "watch-faster":
      return atInterval(state, -1);
    case "watch-slower":
      return atInterval(state, 1);
    default:
      return undefined;
  }
}

function atInterval(state: UiState, move: 1 | -1): Step {
  const { watch } = state;
  const at = INTERVALS_SECONDS.findIndex((seconds) => seconds >= watch.intervalSeconds) + move;
  const intervalSeconds = INTERVALS_SECONDS[Math.max(0, Math.min(at, INTERVALS_SECONDS.length - 1))] ?? 30;
  const next = withNotice(
    { ...state, watch: { ...watch, intervalSeconds } },
    `watch interval ${intervalSeconds} s`,
  );
  if (watch.nextAtMs === null) return step(next);
  const afterMs = intervalSeconds * 1000;
  return step(
    { ...next, watch: { ...next.watch, nextAtMs: state.nowMs + afterMs } },
    { kind: "watch", afterMs },
  );
}
