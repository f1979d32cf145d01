// Runs one use case from the command line: opens the outputs, pumps the events, and gives the exit code.
import { EnvironmentError } from "../core/errors.ts";
import type { RunEvent } from "../core/run/event.ts";
import { exitCodeOf } from "../core/run/verdict.ts";
import { systemClock } from "../io/host/clock.ts";
import { listenForInterrupt } from "./interrupt.ts";
import type { Format } from "./options.ts";
import { openOutput } from "./output-file.ts";
import { pump, type Sink } from "./pump.ts";
import type { OutputSettings } from "./settings.ts";
import { jsonSink, ndjsonSink, type Output } from "./sinks/json.ts";
import { progressSink } from "./sinks/progress.ts";
import { textSink } from "./sinks/text.ts";
import { textWidth } from "./text/layout.ts";
import { paintFor } from "./text/paint.ts";
import { stdoutWriter } from "./writer.ts";

/** `start` gets the signal that Ctrl-C aborts. Its events go to every face that was asked for. */
export async function runCommand(
  settings: OutputSettings,
  start: (signal: AbortSignal) => AsyncGenerator<RunEvent>,
): Promise<number> {
  const interrupt = listenForInterrupt();
  const stdout = stdoutWriter();
  const file = settings.output === undefined ? undefined : await openOutput(settings.output);
  const sinks: Sink[] = [
    sinkFor(file === undefined ? settings.format : "text", stdout, settings, process.stdout),
  ];
  if (file !== undefined) sinks.push(sinkFor(settings.format, file, settings, {}));
  if (process.stderr.isTTY) sinks.push(progressSink(process.stderr, systemClock.monotonicMs));
  try {
    const state = await pump(start(interrupt.signal), sinks);
    await stdout.flush();
    await file?.commit().catch((cause: NodeJS.ErrnoException) => {
      throw new EnvironmentError(`can't write '${settings.output}' (${cause.code ?? cause.message})`, {
        cause,
      });
    });
    return interrupt.exitCode() ?? exitCodeOf(state.findings.counts(), state.story, settings.failOn);
  } catch (error) {
    await file?.discard();
    throw error;
  } finally {
    interrupt.dispose();
  }
}

type TextTarget = { readonly isTTY?: boolean; readonly columns?: number };

function sinkFor(format: Format, output: Output, settings: OutputSettings, stream: TextTarget): Sink {
  if (format === "json") return jsonSink(output);
  if (format === "ndjson") return ndjsonSink(output);
  return textSink(output, textWidth(stream), paintFor(stream, settings.color));
}
