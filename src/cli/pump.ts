// Drives a use case: every event is folded into the state and handed to every sink, in order.
import type { RunEvent } from "../core/run/event.ts";
import { emptyRunState, fold, type RunState } from "../core/run/fold.ts";

/** One face of a run. `onEvent` may wait for its output to drain: that holds the use case back. */
export type Sink = {
  readonly onEvent: (event: RunEvent, state: RunState) => void | Promise<void>;
};

export async function pump(events: AsyncIterable<RunEvent>, sinks: readonly Sink[]): Promise<RunState> {
  let state = emptyRunState();
  for await (const event of events) {
    state = fold(state, event);
    for (const sink of sinks) await sink.onEvent(event, state);
  }
  return state;
}
