// Calls back when a signal aborts. A signal that thousands of questions share gets one listener: adding and removing
// listeners one by one costs a walk over all of them each time.

const actionsBySignal = new WeakMap<AbortSignal, Set<() => void>>();

/** Registers `action`, called at most once; the function returned takes it back. Does nothing on an aborted signal. */
export function onAbort(signal: AbortSignal, action: () => void): () => void {
  const actions = actionsOf(signal);
  actions.add(action);
  return () => {
    actions.delete(action);
  };
}

function actionsOf(signal: AbortSignal): Set<() => void> {
  const known = actionsBySignal.get(signal);
  if (known !== undefined) return known;
  const actions = new Set<() => void>();
  actionsBySignal.set(signal, actions);
  const runAll = (): void => {
    const pending = [...actions];
    actions.clear();
    for (const action of pending) action();
  };
  signal.addEventListener("abort", runAll, { once: true });
  return actions;
}
