// Runs one use case from the command line: opens the outputs, pumps the events, and gives the exit code.
import type { RunEvent } from "../core/run/event.ts";
import { exitCodeOf } from "../core/run/verdict.ts";
import type { AtomicFile } from "../io/fs/atomic-file.ts";
import { systemClock } from "../io/host/clock.ts";
import { listenForInterrupt } from "./interrupt.ts";
import type { Format } from "./report-forms.ts";
import { pump, type Sink } from "./pump.ts";
import type { OutputSettings, ReportSettings } from "./settings.ts";
import { jsonSink, ndjsonSink, type Output } from "./sinks/json.ts";
import { reportSink } from "./sinks/report.ts";
import { progressSink, type ProgressSink } from "./sinks/progress.ts";
import { textSink } from "./sinks/text.ts";
import { textWidth } from "./text/layout.ts";
import { paintFor, plain, type Paint } from "./text/paint.ts";
import { stderrWriter, stdoutWriter } from "./writer.ts";

/** `start` gets the signal that Ctrl-C aborts. Its events go to every face that was asked for. */
export async function runCommand(
  settings: OutputSettings | ReportSettings,
  start: (signal: AbortSignal) => AsyncGenerator<RunEvent>,
): Promise<number> {
  const stdout = stdoutWriter();
  const file = settings.output === undefined ? undefined : await openFile(settings.output);
  const interrupt = listenForInterrupt();
  const progress = process.stderr.isTTY ? startProgress() : undefined;
  // The live line comes first, so that it is gone before a report is printed.
  const sinks: Sink[] = progress === undefined ? [] : [progress];
  const nagios =
    "nagios" in settings && settings.nagios
      ? // Its words are only loaded where a monitoring system asks.
        await import("./faces/nagios/render-nagios.ts")
      : undefined;
  const format = file === undefined ? settings.format : "text";
  sinks.push(
    nagios === undefined
      ? await sinkFor(format, stdout, process.stdout, paintFor(process.stdout, settings.color), settings)
      : reportSink(stdout, nagios.renderNagios),
  );
  // No terminal will interpret what stands in a file, whatever FORCE_COLOR says.
  if (file !== undefined) sinks.push(await sinkFor(settings.format, file, {}, plain, settings));
  try {
    const state = await pump(start(interrupt.signal), sinks);
    await stdout.flush();
    await file?.commit();
    if (nagios !== undefined) return nagios.nagiosExitCode(state);
    return (
      interrupt.exitCode() ??
      exitCodeOf(
        {
          counts: state.findings.counts(),
          story: state.story,
          unknown: state.unknown,
          isUnmade: state.isUnmade,
        },
        settings.failOn,
      )
    );
  } catch (error) {
    await file?.discard();
    throw error;
  } finally {
    progress?.stop();
    interrupt.dispose();
  }
}

function startProgress(): ProgressSink {
  // The writer listens for errors of the stream.
  stderrWriter();
  const progress = progressSink(process.stderr, systemClock.monotonicMs);
  // A second Ctrl-C ends the process where it stands.
  process.once("exit", progress.stop);
  return progress;
}

async function sinkFor(
  format: Format,
  output: Output,
  stream: { readonly columns?: number },
  paint: Paint,
  { failOn }: OutputSettings,
): Promise<Sink> {
  if (format === "json") return jsonSink(output);
  if (format === "ndjson") return ndjsonSink(output);
  if (format === "text") return textSink(output, textWidth(stream), paint);
  const { loadFace } = await import("./faces/load-face.ts");
  const face = await loadFace(format);
  return reportSink(output, (state) => face(state, { failOn }));
}

/** File writing is only loaded where a file is to be written. */
async function openFile(file: string): Promise<AtomicFile> {
  const { openOutput } = await import("./output-file.ts");
  return openOutput(file);
}
