// SIGINT and SIGTERM: the first stops new work, so that what is known gets printed; the second ends the process at once.
import { EXIT_SIGINT, EXIT_SIGTERM } from "./exit.ts";
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
  const [onInterrupt, onTerminate] = [stop(EXIT_SIGINT), stop(EXIT_SIGTERM)];
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  const forget = onStdoutClosed(() => controller.abort());
  return {
    signal: controller.signal,
    exitCode: () => exitCode,
    dispose: () => {
      process.off("SIGINT", onInterrupt);
      process.off("SIGTERM", onTerminate);
      forget();
    },
  };
}
