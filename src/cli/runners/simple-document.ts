// A command that has one result and no run of events: prints it in the form that was asked for.
import { systemClock } from "../../io/host/clock.ts";
import { timestamp } from "../../io/host/timestamp.ts";
import type { ReportDocument } from "../../core/run/report.ts";
import { envelope } from "../envelope.ts";
import { EXIT_OK } from "../exit.ts";
import type { OutputFlags } from "../options.ts";
import { outputSettings } from "../settings.ts";
import type { DocumentForm } from "../report-forms.ts";
import type { Output } from "../sinks/json.ts";
import { stdoutWriter } from "../writer.ts";

/** Prints `text` or the JSON document, honours --output, and returns the exit code 0. */
export async function printDocument(
  command: string,
  result: unknown,
  text: string,
  flags: OutputFlags,
): Promise<number> {
  const beganMs = systemClock.monotonicMs();
  const settings = await outputSettings(flags);
  const document = envelope(command, timestamp(), systemClock.monotonicMs() - beganMs, result);
  const stdout = stdoutWriter();
  if (settings.output === undefined) {
    await writeForm(stdout, settings.format, document, text);
  } else {
    // File writing is only loaded where a file is to be written.
    const { writeOutput } = await import("../output-file.ts");
    await writeOutput(settings.output, (file) => writeForm(file, settings.format, document, text));
    await stdout.write(text);
  }
  await stdout.flush();
  return EXIT_OK;
}

/** The document in one of the forms; as NDJSON it is the one event `run-finished`. */
export async function writeForm(
  output: Output,
  format: DocumentForm,
  document: ReportDocument,
  text: string,
): Promise<void> {
  const { elapsedMs, partial } = document;
  if (format === "text") await output.write(text);
  else if (format === "json") await output.write(`${JSON.stringify(document)}\n`);
  else
    await output.write(`${JSON.stringify({ type: "run-finished", elapsedMs, partial, report: document })}\n`);
}
