// Commands that keep running: they say once where they listen, then wait for Ctrl-C.
import type { ReportDocument } from "../core/run/report.ts";
import { EXIT_OK } from "./exit.ts";
import { listenForInterrupt } from "./interrupt.ts";
import type { DocumentForm } from "./report-forms.ts";
import { writeForm } from "./runners/simple-document.ts";
import type { OutputSettings } from "./settings.ts";
import { stdoutWriter } from "./writer.ts";

/** Prints the document once all listeners are up, waits for a signal, stops; 130 or 143 by the signal. */
export async function serveUntilStopped(
  settings: OutputSettings<DocumentForm>,
  document: ReportDocument,
  text: string,
  stop: () => Promise<void>,
): Promise<number> {
  const interrupt = listenForInterrupt();
  const stdout = stdoutWriter();
  try {
    await writeForm(stdout, settings.output === undefined ? settings.format : "text", document, text);
    await stdout.flush();
    if (settings.output !== undefined) {
      // File writing is only loaded where a file is to be written.
      const { writeOutput } = await import("./output-file.ts");
      await writeOutput(settings.output, (file) => writeForm(file, settings.format, document, text));
    }
    await new Promise<void>((resolve) => {
      if (interrupt.signal.aborted) resolve();
      else interrupt.signal.addEventListener("abort", () => resolve(), { once: true });
    });
    return interrupt.exitCode() ?? EXIT_OK;
  } finally {
    await stop();
    interrupt.dispose();
  }
}
