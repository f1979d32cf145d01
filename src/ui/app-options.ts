// How the terminal interface is opened, drawn or linear, and how it ended.
import type { RunState } from "../core/run/fold.ts";
import type { ContentContext } from "./content/context.ts";
import type { Keymap } from "./keys/keymap.ts";
import type { Ending } from "./session/session.ts";
import type { StartOptions } from "./store/ui-state.ts";
import type { ThemeName } from "./theme/theme.ts";

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
