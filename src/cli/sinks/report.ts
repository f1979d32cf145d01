// A report that is written in one go at the end of the run: Markdown, HTML, JUnit, SARIF, or the line for Nagios.
import type { RunState } from "../../core/run/fold.ts";
import type { Sink } from "../pump.ts";
import type { Output } from "./json.ts";

/** `render` yields the report in pieces, so that a large one never exists as one string. */
export function reportSink(output: Output, render: (state: RunState) => Iterable<string>): Sink {
  return {
    onEvent: async (event, state) => {
      if (event.type !== "run-finished") return;
      for (const piece of render(state)) await output.write(piece);
    },
  };
}
