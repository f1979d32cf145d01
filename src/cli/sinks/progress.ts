// A live count on stderr for work that takes more than a second; only on a terminal, and cleared at the end.
import type { Progress } from "../../core/run/event.ts";
import type { Sink } from "../pump.ts";

const QUIET_MS = 1000;
const REDRAW_MS = 200;
const CLEAR_LINE = "\r\u001b[K";
const HINT = "Ctrl-C stops and keeps what is known";

export type ProgressSink = Sink & {
  /** Clears the line and draws no more; also for ends without `run-finished`. */
  readonly stop: () => void;
};

export type ProgressStream = { readonly columns?: number; readonly write: (text: string) => unknown };

/** Draws by a timer, so that work shows where nothing gets done for long; the timer keeps no process alive. */
export function progressSink(stream: ProgressStream, nowMs: () => number): ProgressSink {
  const beganMs = nowMs();
  let latest: Progress | undefined;
  let isDrawn = false;

  const draw = (): void => {
    const elapsedMs = nowMs() - beganMs;
    if (latest === undefined || elapsedMs < QUIET_MS) return;
    isDrawn = true;
    stream.write(`${CLEAR_LINE}${progressLine(latest, elapsedMs).slice(0, widthOf(stream) - 1)}`);
  };
  const timer = setInterval(draw, REDRAW_MS).unref();
  const stop = (): void => {
    clearInterval(timer);
    if (isDrawn) stream.write(CLEAR_LINE);
    isDrawn = false;
  };
  return {
    onEvent: (event) => {
      if (event.type === "progress") latest = event;
      if (event.type === "run-finished") stop();
    },
    stop,
  };
}

/** A line that wraps could not be cleared; a terminal that does not know its width says 0. */
function widthOf({ columns = 0 }: ProgressStream): number {
  return columns > 0 ? columns : 80;
}

function progressLine({ unit, done, total }: Progress, elapsedMs: number): string {
  const rate = (done * 1000) / elapsedMs;
  const shown = rate >= 10 ? rate.toFixed(0) : rate.toFixed(1);
  return `${done}${total === null ? "" : ` of ${total}`} ${unit}, ${shown}/s  (${HINT})`;
}
