// One JSON document at the end of the run, or the events as they happen, one a line.
import { documentChunks } from "../../core/run/document.ts";
import type { RunState } from "../../core/run/fold.ts";
import type { Sink } from "../pump.ts";

/** Where a sink writes: stdout or a file. */
export type Output = { readonly write: (text: string) => Promise<void> };

export function jsonSink(output: Output): Sink {
  return {
    onEvent: async (event, state) => {
      if (event.type !== "run-finished") return;
      await writeDocument(output, state);
      await output.write("\n");
    },
  };
}

/** The last line is the event `run-finished` with the document as its `report`. */
export function ndjsonSink(output: Output): Sink {
  return {
    onEvent: async (event, state) => {
      const line = JSON.stringify(event);
      if (event.type !== "run-finished") return output.write(`${line}\n`);
      await output.write(`${line.slice(0, -1)},"report":`);
      await writeDocument(output, state);
      return output.write("}\n");
    },
  };
}

async function writeDocument(output: Output, state: RunState): Promise<void> {
  for (const chunk of documentChunks(state)) await output.write(chunk);
}
