// A person at a real terminal: the built program in tmux, its keys, and what stands on the screen.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { MAIN } from "./run-tool.ts";

export type TerminalSession = {
  /** An empty folder that the shell stands in; exports are written here. */
  readonly folder: string;
  /** Types a command line at the shell; `kms-doctor` is the built program. */
  readonly runs: (...words: readonly string[]) => void;
  /** Types text as it is. */
  readonly types: (text: string) => void;
  /** Presses keys by tmux's names: `Enter`, `Escape`, `C-c`, `q`. All of them in one write. */
  readonly presses: (...keys: readonly string[]) => void;
  /** Pastes as a terminal does, in brackets where the program asked for them. */
  readonly pastes: (text: string) => void;
  readonly resizes: (columns: number, rows: number) => void;
  /** Resolves with the screen once all of it stands there; rejects with the screen after the deadline. */
  readonly sees: (...expected: readonly (string | RegExp)[]) => Promise<string>;
  /** Resolves once it no longer stands there. */
  readonly seesNoLonger: (expected: string) => Promise<string>;
  readonly screen: () => string;
  /** The process of the program that the shell runs. */
  readonly pid: () => number;
  /** Whether the alternate screen is shown, as tmux tells. */
  readonly isAlternate: () => boolean;
  /** What was copied; waits until something was. */
  readonly clipboard: () => Promise<string>;
  readonly close: () => Promise<void>;
};

export type TerminalOptions = {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
};

const DEADLINE_MS = 15_000;
const LOOK_MS = 20;
let sessions = 0;

export function openTerminal({ columns = 80, rows = 24, env = {} }: TerminalOptions = {}): TerminalSession {
  const folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-terminal-"));
  const socket = path.join(folder, ".tmux");
  const name = `kd${process.pid}-${(sessions += 1)}`;
  const tmux = (...words: readonly string[]): string =>
    execFileSync("tmux", ["-S", socket, ...words], { encoding: "utf8", timeout: 10_000 });
  const settings = {
    HOME: folder,
    XDG_STATE_HOME: path.join(folder, "state"),
    XDG_CONFIG_HOME: path.join(folder, "config"),
    LANG: "C.UTF-8",
    PS1: "$ ",
    ...env,
  };
  const assignments = Object.entries(settings).map(([key, value]) => `${key}=${value}`);
  const shell = ["env", "-u", "CI", "-u", "NO_COLOR", ...assignments, "bash", "--norc", "--noprofile"];
  const size = ["-x", String(columns), "-y", String(rows)];
  tmux("-f", "/dev/null", "new-session", "-d", "-s", name, ...size, "-c", folder, ...shell);
  tmux("set-option", "-g", "set-clipboard", "on");
  const screen = (): string => tmux("capture-pane", "-p", "-t", name);
  const types = (text: string): void => void tmux("send-keys", "-t", name, "-l", text);

  async function until(isThere: (text: string) => boolean, wish: string): Promise<string> {
    const deadline = AbortSignal.timeout(DEADLINE_MS);
    for (;;) {
      const text = screen();
      if (isThere(text)) return text;
      if (deadline.aborted) throw new Error(`${wish} in:\n${text}`);
      await wait(LOOK_MS);
    }
  }

  const shellPid = (): number => Number(tmux("display-message", "-p", "-t", name, "#{pane_pid}"));
  /** 0 where the shell runs nothing. */
  const childPid = (): number => {
    const pid = shellPid();
    const [child = ""] = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ");
    return Number(child);
  };

  return {
    folder,
    types,
    screen,
    runs: (...words) => {
      const line = words
        .map((word) => (word === "kms-doctor" ? `${process.execPath} ${MAIN}` : word))
        .join(" ");
      types(line);
      tmux("send-keys", "-t", name, "Enter");
    },
    presses: (...keys) => void tmux("send-keys", "-t", name, ...keys),
    pastes: (text) => {
      tmux("set-buffer", "-b", "pasted", text);
      tmux("paste-buffer", "-p", "-b", "pasted", "-t", name);
    },
    resizes: (newColumns, newRows) =>
      void tmux("resize-window", "-t", name, "-x", String(newColumns), "-y", String(newRows)),
    sees: (...expected) =>
      until(
        (text) =>
          expected.every((each) => (typeof each === "string" ? text.includes(each) : each.test(text))),
        `never seen: ${expected.join(", ")}`,
      ),
    seesNoLonger: (expected) => until((text) => !text.includes(expected), `still seen: ${expected}`),
    pid: childPid,
    isAlternate: () => tmux("display-message", "-p", "-t", name, "#{alternate_on}").trim() === "1",
    clipboard: async () => {
      const deadline = AbortSignal.timeout(DEADLINE_MS);
      while (tmux("list-buffers") === "") {
        if (deadline.aborted) throw new Error("nothing was copied");
        await wait(LOOK_MS);
      }
      return tmux("show-buffer");
    },
    close: async () => {
      if (!existsSync(folder)) return;
      const left = [shellPid(), childPid()].filter((pid) => pid > 0);
      tmux("kill-server");
      const deadline = AbortSignal.timeout(DEADLINE_MS);
      // What still writes into the folder would keep it from being removed.
      while (left.some(isRunning)) {
        if (deadline.aborted) throw new Error(`still running: ${left.join(", ")}`);
        await wait(LOOK_MS);
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A process that has ended stands there until somebody asks how. */
function isRunning(pid: number): boolean {
  const stat = `/proc/${pid}/stat`;
  return existsSync(stat) && !/\) [ZX]/.test(readFileSync(stat, "utf8"));
}
