// Files that the terminal interface writes: exports of a run, and snippets. None is ever written over.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { RunEvent } from "../../core/run/event.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { timestamp } from "../../io/host/timestamp.ts";
import type { ExportForm, UiPorts } from "../../ui/ports.ts";
import { loadFace } from "../faces/load-face.ts";
import { writeOutput } from "../output-file.ts";
import { pump, type Sink } from "../pump.ts";
import { jsonSink, ndjsonSink, type Output } from "../sinks/json.ts";
import { reportSink } from "../sinks/report.ts";
import { textSink } from "../sinks/text.ts";
import { plain } from "../text/paint.ts";

const EXTENSIONS: Readonly<Record<ExportForm, string>> = {
  json: "json",
  ndjson: "ndjson",
  markdown: "md",
  html: "html",
  text: "txt",
};

const TEXT_COLUMNS = 100;

export const saveText: UiPorts["saveText"] = async (name, text) => {
  const file = path.resolve(name);
  try {
    await writeFile(file, text, { flag: "wx" });
    return ok(file);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    return err(
      code === "EEXIST" ? `'${name}' is there already: give another name` : `can't write '${name}' (${code})`,
    );
  }
};

/** Into the folder that the program was started in. */
export const exportRun: UiPorts["exportRun"] = async (form, events): Promise<Result<string, string>> => {
  if (events.at(-1)?.type !== "run-finished")
    return err("no run has come to its end yet: there is nothing to export");
  // With milliseconds: two exports in one second are two files.
  const stamp = timestamp().replaceAll(/[-:.]/g, "");
  const file = path.resolve(`kms-doctor-${stamp}.${EXTENSIONS[form]}`);
  await writeOutput(file, async (output) => {
    await pump(replay(events), [await sinkOf(form, output)]);
  });
  return ok(file);
};

async function* replay(events: readonly RunEvent[]): AsyncGenerator<RunEvent> {
  yield* events;
}

async function sinkOf(form: ExportForm, output: Output): Promise<Sink> {
  if (form === "json") return jsonSink(output);
  if (form === "ndjson") return ndjsonSink(output);
  if (form === "text") return textSink(output, TEXT_COLUMNS, plain);
  const face = await loadFace(form);
  return reportSink(output, (state) => face(state, { failOn: "error" }));
}
