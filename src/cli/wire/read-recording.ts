// A recorded NDJSON stream, checked line by line before anything is shown of it.
import { UsageError } from "../../core/errors.ts";
import { EVENT_SCHEMA_VERSION, type RunEvent } from "../../core/run/event.ts";
import { eventSchema } from "./event-schema.ts";

export type Recording = { readonly command: string; readonly events: () => AsyncGenerator<RunEvent> };

/**
 * `text` is the whole recording, `name` how messages call it. Throws UsageError for a line that is no event, for a
 * stream of another version, and for one that was cut before its end.
 */
export function readRecording(text: string, name: string): Recording {
  const broken = (line: number, reason: string): never => {
    throw new UsageError(`--replay ${name} is no whole recording: line ${line} ${reason}`, {
      hint: "Record one with: kms-doctor diagnose --ndjson > FILE",
    });
  };
  let command = "";
  let number = 0;
  let last = "";
  for (const line of linesOf(text)) {
    number += 1;
    const event = parseEvent(line);
    if (event === undefined) return broken(number, "is no event");
    if (number === 1) {
      if (event.type !== "run-started") return broken(1, "does not start a run");
      if (event.schema !== EVENT_SCHEMA_VERSION)
        return broken(1, `is of another version (${String(event.schema)})`);
      command = event.command;
    }
    last = event.type;
  }
  if (last !== "run-finished") return broken(number + 1, "is missing: the stream was cut before its end");
  return { command, events: () => replay(text) };
}

async function* replay(text: string): AsyncGenerator<RunEvent> {
  for (const line of linesOf(text)) {
    const event = parseEvent(line);
    if (event === undefined) continue;
    if (event.type !== "run-finished") yield event;
    // The report is made anew of the events.
    else yield { type: event.type, elapsedMs: event.elapsedMs, partial: event.partial };
  }
}

function* linesOf(text: string): Generator<string> {
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const line = text.slice(start, end).trim();
    if (line !== "") yield line;
    start = end + 1;
  }
}

/** The value as it was written, so that a report of it has the same bytes; undefined where the schema refuses it. */
function parseEvent(line: string): RunEvent | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  return eventSchema.safeParse(value).success ? (value as RunEvent) : undefined;
}
