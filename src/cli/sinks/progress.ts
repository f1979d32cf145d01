// A live count on stderr for work that takes more than a second; only on a terminal, and cleared at the end.
import type { Sink } from "../pump.ts";
import { plural } from "../text/layout.ts";

const QUIET_MS = 1000;
const REDRAW_MS = 100;
const CLEAR_LINE = "\r\u001b[K";

export function progressSink(stream: NodeJS.WriteStream, nowMs: () => number): Sink {
  const beganMs = nowMs();
  let drawnMs = 0;
  return {
    onEvent: (event) => {
      if (event.type === "run-finished" && drawnMs > 0) stream.write(CLEAR_LINE);
      if (event.type !== "progress") return;
      const elapsedMs = nowMs() - beganMs;
      if (elapsedMs < QUIET_MS || nowMs() - drawnMs < REDRAW_MS) return;
      drawnMs = nowMs();
      const total = event.total === null ? "" : ` of ${event.total}`;
      const rate = Math.round((event.done * 1000) / elapsedMs);
      const noun = event.unit === "domains" ? "domain" : "endpoint";
      stream.write(
        `${CLEAR_LINE}${event.done}${total} ${plural(2, noun).slice(2)}, ${rate}/s  (Ctrl-C stops and keeps what is known)`,
      );
    },
  };
}
