// Opens the terminal interface and waits until it is left. Ink restores the terminal, however it ends.
import { render, type Instance } from "ink";
import { App, type SuspendTerminal } from "./app.tsx";
import type { ContentContext } from "./content/context.ts";
import type { UiPorts } from "./ports.ts";
import type { AppEnd, AppOptions } from "./app-options.ts";
import { createSession } from "./session/session.ts";
import { createStore } from "./store/store.ts";
import { startState } from "./store/ui-state.ts";
import { ASCII, UNICODE } from "./theme/glyphs.ts";
import { LookContext } from "./theme/look-context.ts";
import { THEMES } from "./theme/theme.ts";

export async function openApp(options: AppOptions, ports: UiPorts): Promise<AppEnd> {
  const { terminal, keymap, isAscii } = options;
  const glyphs = isAscii ? ASCII : UNICODE;
  const content: ContentContext = { glyphs, clock: options.clock };
  let ink: Instance | undefined;
  let suspendTerminal: SuspendTerminal | undefined;
  let how: AppEnd["how"] = "verdict";
  const quit = (ending: AppEnd["how"]): void => {
    how = ending;
    ink?.unmount();
  };
  const session = createSession(ports, {
    quit,
    suspend: () => void suspendTerminal?.(options.stopProcess),
  });
  const { columns, rows } = terminal.stdout;
  const store = createStore(
    startState({ ...options, columns, rows, nowMs: ports.nowMs() }),
    { keymap, content },
    ports.nowMs,
    session.carryOut,
  );
  options.onAnnounce((text) => store.dispatch({ type: "log", text, tone: "plain" }));
  const onSignal = (): void => quit("signal");
  options.signal.addEventListener("abort", onSignal, { once: true });
  try {
    ink = render(
      <LookContext value={{ theme: THEMES[options.theme], glyphs, isAscii }}>
        <App
          store={store}
          content={content}
          keymap={keymap}
          onMounted={(suspend) => {
            suspendTerminal = suspend;
          }}
        />
      </LookContext>,
      {
        ...terminal,
        alternateScreen: true,
        incrementalRendering: true,
        maxFps: 60,
        exitOnCtrlC: false,
        patchConsole: false,
        interactive: true,
      },
    );
    session.begin(store, options.lab);
    await ink.waitUntilExit();
    return { how, run: session.run.state() };
  } finally {
    options.signal.removeEventListener("abort", onSignal);
    session.close();
  }
}
