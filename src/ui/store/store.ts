// The store, outside React: one state, changed by actions. What it wants done outside goes to the session.
import { update, type UpdateContext } from "./update.ts";
import type { Action, Effect } from "./action.ts";
import type { UiState } from "./ui-state.ts";

export type Store = {
  readonly state: () => UiState;
  readonly dispatch: (action: Action) => void;
  /** Gives the way to end it. */
  readonly subscribe: (listener: () => void) => () => void;
};

/** `carryOut` is called after the state has changed, in order; it may dispatch again. */
export function createStore(
  start: UiState,
  context: UpdateContext,
  nowMs: () => number,
  carryOut: (effect: Effect, store: Store) => void,
): Store {
  let state = start;
  const listeners = new Set<() => void>();
  const store: Store = {
    state: () => state,
    dispatch: (action) => {
      const { state: next, effects } = update({ ...state, nowMs: nowMs() }, action, context);
      state = next;
      for (const effect of effects) carryOut(effect, store);
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return store;
}
