// SIGINT, SIGTERM and their kin: the first stops new work, so that what is known gets printed; the second ends the process at once.
import { EXIT_SIGHUP, EXIT_SIGINT, EXIT_SIGTERM } from "./exit.ts";
import { onStdoutClosed } from "./writer.ts";

export type Interrupt = {
  readonly signal: AbortSignal;
  /** 130 or 143 once a signal came, else undefined. */
  readonly exitCode: () => number | undefined;
  readonly dispose: () => void;
};

export function listenForInterrupt(): Interrupt {
  const controller = new AbortController();
  let exitCode: number | undefined;
  const stop = (code: number) => () => {
    if (exitCode !== undefined) process.exit(code);
    exitCode = code;
    controller.abort();
  };
  // SIGBREAK is Ctrl-Break, SIGHUP also a console window that is closed, both on Windows.
  const handlers = [
    ["SIGINT", stop(EXIT_SIGINT)],
    ["SIGBREAK", stop(EXIT_SIGINT)],
    ["SIGTERM", stop(EXIT_SIGTERM)],
    ["SIGHUP", stop(EXIT_SIGHUP)],
  ] as const;
  for (const [name, handler] of handlers) process.on(name, handler);
  const forget = onStdoutClosed(() => controller.abort());
  return {
    signal: controller.signal,
    exitCode: () => exitCode,
    dispose: () => {
      for (const [name, handler] of handlers) process.off(name, handler);
      forget();
    },
  };
}
