// The root: hears keys, pastes and the size of the terminal, and draws what the store holds.
import { useEffect, useSyncExternalStore } from "react";
import { useApp, useInput, usePaste, useWindowSize } from "ink";
import type { ContentContext } from "./content/context.ts";
import { keyNames } from "./keys/key-name.ts";
import type { Keymap } from "./keys/keymap.ts";
import { Frame } from "./screens/frame.tsx";
import type { Store } from "./store/store.ts";

export type AppProps = {
  readonly store: Store;
  readonly content: ContentContext;
  readonly keymap: Keymap;
  /** Told how the terminal is handed over, and taken back. */
  readonly onMounted: (suspendTerminal: SuspendTerminal) => void;
};

export type SuspendTerminal = (whileAway: () => Promise<void>) => Promise<void>;

export function App({ store, content, keymap, onMounted }: AppProps) {
  const { suspendTerminal } = useApp();
  useEffect(() => onMounted(suspendTerminal), [onMounted, suspendTerminal]);
  const state = useSyncExternalStore(store.subscribe, store.state);
  const { columns, rows } = useWindowSize();
  useEffect(() => store.dispatch({ type: "resize", columns, rows }), [store, columns, rows]);
  useInput((input, key) => {
    for (const name of keyNames(input, key)) store.dispatch({ type: "key", key: name });
  });
  usePaste((text) => store.dispatch({ type: "paste", text }));
  return <Frame state={state} content={content} keymap={keymap} />;
}
