// One run at a time: its events are folded as they come, the screens hear of them some twelve times a second.
import type { RunEvent } from "../../core/run/event.ts";
import { emptyRunState, type RunState } from "../../core/run/fold.ts";
import type { UiPorts } from "../ports.ts";
import { createRunRecorder } from "../store/run-recorder.ts";
import { NO_RUN } from "../store/run-view.ts";
import type { Store } from "../store/store.ts";
import { failureText } from "./tell-failure.ts";

export type RunSession = {
  /** Stops the one under way, and begins anew; `isAfresh`: what was recorded is forgotten. */
  readonly start: (store: Store, isAfresh: boolean) => void;
  readonly stop: () => void;
  /** While held, what is exported stays what it is. */
  readonly hold: (isHeld: boolean) => void;
  /** When the next check begins by itself; null: not at all. */
  readonly schedule: (afterMs: number | null, store: Store) => void;
  /** Events of the last run that came to its end, else of the one under way. */
  readonly events: () => readonly RunEvent[];
  /** The folded state of that run, for the report and the exit code. */
  readonly state: () => RunState;
  readonly close: () => void;
};

/** Between two notices. */
const NOTICE_MS = 80;

type Recorded = { readonly events: readonly RunEvent[]; readonly state: RunState };

export function createRunSession(ports: UiPorts): RunSession {
  let controller = new AbortController();
  let recorded: Recorded | undefined;
  let held: Recorded | undefined;
  let underWay: ReturnType<typeof createRunRecorder> | undefined;
  let cancelWatch = (): void => undefined;

  function start(store: Store, isAfresh: boolean): void {
    stop();
    if (isAfresh) recorded = held = undefined;
    cancelWatch();
    controller = new AbortController();
    void follow(store, controller.signal);
  }

  function stop(): void {
    controller.abort();
  }

  async function follow(store: Store, signal: AbortSignal): Promise<void> {
    const recorder = createRunRecorder(ports.nowMs());
    underWay = recorder;
    let cancelNotice: (() => void) | undefined;
    const notice = (): void => {
      cancelNotice = undefined;
      // Another run has taken its place.
      if (underWay !== recorder) return;
      store.dispatch({ type: "run", view: recorder.view(ports.nowMs()) });
    };
    notice();
    try {
      for await (const event of ports.diagnose(store.state().domains, signal)) {
        recorder.take(event);
        cancelNotice ??= ports.schedule(NOTICE_MS, notice);
      }
      cancelNotice?.();
      // Another run has taken its place.
      if (underWay !== recorder) return;
      const isWhole = recorder.state().finished?.partial === false;
      // What was stopped says less than the whole run before it, which is still shown.
      if (isWhole || recorded === undefined)
        recorded = { events: recorder.events(), state: recorder.state() };
      notice();
    } catch (error) {
      cancelNotice?.();
      if (underWay !== recorder) return;
      const failure = failureText(error);
      store.dispatch({ type: "log", text: failure, tone: "bad" });
      const now = ports.nowMs();
      store.dispatch({
        type: "run",
        view: { ...NO_RUN, phase: "failed", startedAtMs: now, endedAtMs: now, failure },
      });
    }
  }

  return {
    start,
    stop,
    hold: (isHeld) => {
      held = isHeld ? recorded : undefined;
    },
    schedule: (afterMs, store) => {
      cancelWatch();
      if (afterMs !== null)
        cancelWatch = ports.schedule(afterMs, () => store.dispatch({ type: "watch-due" }));
    },
    events: () => (held ?? recorded)?.events ?? underWay?.events() ?? [],
    state: () => recorded?.state ?? underWay?.state() ?? emptyRunState(),
    close: () => {
      cancelWatch();
      stop();
    },
  };
}
