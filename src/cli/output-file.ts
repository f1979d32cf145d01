// The file of --output: written beside its final name and put in place at the end, or not at all.
import { EnvironmentError, UsageError } from "../core/errors.ts";
import { openAtomicFile, type AtomicFile } from "../io/fs/atomic-file.ts";

/** Opens the file for a report. Throws UsageError for a path that can't be one, EnvironmentError where writing fails. */
export async function openOutput(file: string): Promise<AtomicFile> {
  if (file === "" || /[/\\]$/.test(file)) {
    throw new UsageError(`--output '${file}' is not the name of a file`, {
      hint: "Write it like report.json.",
    });
  }
  try {
    return await openAtomicFile(file);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? "unknown error";
    throw new EnvironmentError(`can't write '${file}' (${code})`, {
      hint: "Name a file in a folder that exists and that you may write to.",
      cause,
    });
  }
}
