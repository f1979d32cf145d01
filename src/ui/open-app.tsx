// Opens the terminal interface and waits until it is left. Ink restores the terminal, however it ends.
import { render, type Instance } from "ink";
import { App, type SuspendTerminal } from "./app.tsx";
import type { ContentContext } from "./content/context.ts";
import type { Keymap } from "./keys/keymap.ts";
import type { UiPorts } from "./ports.ts";
import type { RunState } from "../core/run/fold.ts";
import { createSession, type Ending } from "./session/session.ts";
import { createStore } from "./store/store.ts";
import { startState, type StartOptions } from "./store/ui-state.ts";
import { ASCII, UNICODE } from "./theme/glyphs.ts";
import { LookContext } from "./theme/look-context.ts";
import { THEMES, type ThemeName } from "./theme/theme.ts";

export type Terminal = {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
};

export type AppOptions = Omit<StartOptions, "columns" | "rows" | "nowMs"> & {
  readonly keymap: Keymap;
  readonly theme: ThemeName;
  readonly isAscii: boolean;
  readonly clock: ContentContext["clock"];
  readonly terminal: Terminal;
  /** Stops the process until it is continued; the terminal is the shell's meanwhile. */
  readonly stopProcess: () => Promise<void>;
  /** A scenario of the lab to begin with. */
  readonly lab: string | null;
  /** Told where what is said while checks go on is to be told. */
  readonly onAnnounce: (tell: (text: string) => void) => void;
  /** Aborted when the process is asked to end. */
  readonly signal: AbortSignal;
};

export type AppEnd = { readonly how: Ending | "signal"; readonly run: RunState };

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
