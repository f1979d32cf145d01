// A program at a pseudo-terminal that util-linux' `script` opens, with the screen as a terminal emulator sees it: measured from outside.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import headless from "@xterm/headless";

export type PseudoTerminal = {
  readonly write: (keys: string) => void;
  /** Resolves with the milliseconds since the call once the screen matches; rejects where the program ends before. */
  readonly until: (pattern: RegExp) => Promise<number>;
  readonly screen: () => string;
  /** The process that `script` runs. */
  readonly pid: () => Promise<number>;
  readonly ended: Promise<unknown>;
};

export function openPseudoTerminal(
  argv: readonly string[],
  {
    columns,
    rows,
    env = {},
  }: { readonly columns: number; readonly rows: number; readonly env?: Readonly<Record<string, string>> },
): PseudoTerminal {
  const line = `stty cols ${columns} rows ${rows}; exec ${argv.map((word) => `'${word}'`).join(" ")}`;
  const { CI: _, ...rest } = process.env;
  const child: ChildProcess = spawn("script", ["-qec", line, "/dev/null"], {
    env: { ...rest, TERM: "xterm-256color", LANG: "C.UTF-8", SHELL: "/bin/sh", ...env },
    stdio: ["pipe", "pipe", "ignore"],
  });
  const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true });
  const listeners = new Set<() => void>();
  child.stdout?.on("data", (octets: Buffer) =>
    terminal.write(octets, () => {
      for (const listener of listeners) listener();
    }),
  );
  child.setMaxListeners(0);
  const ended = once(child, "close");
  const screen = (): string =>
    Array.from(
      { length: rows },
      (_row, index) =>
        terminal.buffer.active.getLine(terminal.buffer.active.baseY + index)?.translateToString(true) ?? "",
    ).join("\n");
  return {
    screen,
    ended,
    write: (keys) => void child.stdin?.write(keys),
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const began = performance.now();
        const look = (): void => {
          if (!pattern.test(screen())) return;
          listeners.delete(look);
          resolve(performance.now() - began);
        };
        listeners.add(look);
        child.once("close", () => reject(new Error(`ended before ${pattern}:\n${screen()}`)));
        look();
      }),
    pid: async () => {
      const { readFileSync } = await import("node:fs");
      return Number(
        readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").trim().split(" ")[0],
      );
    },
  };
}
