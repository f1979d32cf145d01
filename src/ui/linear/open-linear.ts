// The linear mode, for screen readers and terminals that can't be drawn on: lines in, a line for each change out.
import { createInterface } from "node:readline";
import { createSession } from "../session/session.ts";
import { createStore } from "../store/store.ts";
import { startState, type UiState } from "../store/ui-state.ts";
import type { UiPorts } from "../ports.ts";
import { maskedState } from "../store/mask.ts";
import { asciiText, safeText } from "../text/cell-text.ts";
import { ASCII, UNICODE } from "../theme/glyphs.ts";
import type { AppEnd, AppOptions } from "../app-options.ts";
import { linearChanges } from "./linear-changes.ts";
import { actionsOfLine } from "./linear-input.ts";
import { screenText } from "./screen-text.ts";

/** The size matters for nothing but how far a page goes. */
const SIZE = { columns: 200, rows: 50 };

/** Of one line more is not read out. */
const MOST_CHARACTERS = 4000;

const WELCOME =
  "kms-doctor, linear mode. Type a key or the name of a command, then Enter: ? for the keys, 4 for the findings, q to quit.";

export async function openLinear(options: AppOptions, ports: UiPorts): Promise<AppEnd> {
  const { keymap, isAscii, terminal, signal } = options;
  const content = { glyphs: isAscii ? ASCII : UNICODE, clock: options.clock };
  let saidLines = 0;
  /** The one way out: whatever came from the network or from a person is made safe here. */
  const say = (text: string): void => {
    saidLines += 1;
    const safe = safeText(text, MOST_CHARACTERS);
    terminal.stdout.write(`${isAscii ? asciiText(safe) : safe}\n`);
  };
  /** Both states alike: what is masked is no other thing than before. */
  const seen = (state: UiState): UiState => (store.state().isMasked ? maskedState(state) : state);
  const lines = createInterface({ input: terminal.stdin, terminal: false });
  let how: AppEnd["how"] = "verdict";
  const quit = (ending: AppEnd["how"]): void => {
    how = ending;
    lines.close();
  };
  const session = createSession(ports, { quit, suspend: () => void options.stopProcess() });
  const store = createStore(
    startState({ ...options, ...SIZE, nowMs: ports.nowMs() }),
    { keymap, content },
    ports.nowMs,
    session.carryOut,
  );
  const context = { content, keymap, isAscii };
  let told: UiState = store.state();
  store.subscribe(() => {
    const now = store.state();
    for (const text of linearChanges(seen(told), seen(now), context)) say(text);
    told = now;
  });
  options.onAnnounce((text) => store.dispatch({ type: "log", text, tone: "plain" }));
  const onSignal = (): void => quit("signal");
  signal.addEventListener("abort", onSignal, { once: true });
  try {
    say(WELCOME);
    session.begin(store, options.lab);
    for await (const line of lines) {
      const actions = actionsOfLine(line, store.state());
      if (actions.length === 0) say(`'${line.trim()}' is no key and no command: ? shows them`);
      const before = saidLines;
      for (const action of actions) store.dispatch(action);
      // What changed nothing asks for what is there.
      if (actions.length > 0 && saidLines === before)
        for (const text of screenText(seen(store.state()), context)) say(text);
    }
    return { how, run: session.run.state() };
  } finally {
    signal.removeEventListener("abort", onSignal);
    session.close();
    lines.close();
  }
}
