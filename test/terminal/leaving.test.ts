// However the interface is left, the terminal is as before: screen, cursor, echo and line mode.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "vitest";
import { describeWithPeers } from "../support/peer.ts";
import { endStories, story } from "../support/story.ts";
import type { TerminalSession } from "../support/terminal-session.ts";

const END = "; echo ended: $?; stty -a | grep -o '[-]*icanon\\|[-]*echo '";

async function open(terminal: TerminalSession): Promise<void> {
  terminal.runs("echo before");
  await terminal.sees("before");
  terminal.runs("kms-doctor", "tui", "--lab", "publish-open", END);
  await terminal.sees("srv-missing");
  expect(terminal.isAlternate()).toBe(true);
}

/** The shell is back with what it showed before. */
async function isRestored(terminal: TerminalSession, code: number): Promise<string> {
  const screen = await terminal.sees(`ended: ${code}`, "before", /^icanon/m, /^echo/m);
  expect(terminal.isAlternate()).toBe(false);
  return screen;
}

describeWithPeers("leaving restores the terminal", ["tmux"], () => {
  endStories();

  story("q: the exit code tells the verdict, and nothing is left on the screen", {}, async (terminal) => {
    await open(terminal);
    terminal.presses("q");
    const screen = await isRestored(terminal, 1);
    expect(screen).not.toContain("srv-missing");
  });

  story("Q prints the report", {}, async (terminal) => {
    await open(terminal);
    terminal.presses("Q");
    await terminal.sees("ended: 1", "updates");
    expect(terminal.isAlternate()).toBe(false);
  });

  story("Ctrl-C", {}, async (terminal) => {
    await open(terminal);
    terminal.presses("C-c");
    await isRestored(terminal, 130);
  });

  story("Ctrl-C in a dialog", {}, async (terminal) => {
    await open(terminal);
    terminal.presses("d");
    await terminal.sees("Which domain");
    terminal.presses("C-c");
    await isRestored(terminal, 130);
  });

  for (const [signal, code] of [
    ["SIGTERM", 143],
    ["SIGHUP", 129],
    ["SIGINT", 130],
  ] as const) {
    story(signal, {}, async (terminal) => {
      await open(terminal);
      process.kill(terminal.pid(), signal);
      await isRestored(terminal, code);
    });
  }

  story("a bug in a screen: the error is told where it can be read", {}, async (terminal) => {
    const preload = new URL("../support/break-next-render.ts", import.meta.url).pathname;
    terminal.runs(`export NODE_OPTIONS=--import=${preload}`);
    await open(terminal);
    writeFileSync(path.join(terminal.folder, "break"), "");
    terminal.presses("4");
    await terminal.sees("internal error: broken in a render", "ended: 3", /^icanon/m, /^echo/m);
    expect(terminal.isAlternate()).toBe(false);
  });

  story("the terminal is closed: the program ends with it", {}, async (terminal) => {
    await open(terminal);
    const pid = terminal.pid();
    expect(existsSync(`/proc/${pid}`)).toBe(true);
    // Waits until the shell and the program have gone.
    await terminal.close();
    expect(readStat(pid)).not.toMatch(/\) [^ZX]/);
  });

  story("Ctrl-Z and fg", {}, async (terminal) => {
    await open(terminal);
    terminal.presses("C-z");
    await terminal.sees("before", "Stopped");
    expect(terminal.isAlternate()).toBe(false);
    terminal.runs("fg");
    await terminal.sees("srv-missing", "LAB publish-open");
    terminal.presses("4");
    await terminal.sees("Evidence and remedy");
  });
});

/** Empty where there is no such process. */
function readStat(pid: number): string {
  const file = `/proc/${pid}/stat`;
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}
