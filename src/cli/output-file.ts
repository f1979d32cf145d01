// The file of --output: written beside its final name and put in place at the end, or not at all.
import { EnvironmentError, UsageError } from "../core/errors.ts";
import { openAtomicFile, type AtomicFile } from "../io/fs/atomic-file.ts";

/**
 * Opens the file for a report. Throws UsageError for a path that can't be one; open, write and commit reject with
 * EnvironmentError where the file can't be written.
 */
export async function openOutput(file: string): Promise<AtomicFile> {
  if (file === "" || /[/\\]$/.test(file)) {
    throw new UsageError(`--output '${file}' is not the name of a file`, {
      hint: "Write it like report.json.",
    });
  }
  const opened = await openAtomicFile(file).catch((cause: unknown) => {
    throw unwritable(file, cause, { hint: "Name a file in a folder that exists and that you may write to." });
  });
  const told = (work: Promise<void>): Promise<void> =>
    work.catch((cause: unknown) => {
      throw unwritable(file, cause);
    });
  return {
    write: (text) => told(opened.write(text)),
    commit: () => told(opened.commit()),
    discard: opened.discard,
  };
}

/** Opens the file, has it written, and puts it in place; nothing of it is left where that fails. */
export async function writeOutput(file: string, write: (output: AtomicFile) => Promise<void>): Promise<void> {
  const output = await openOutput(file);
  try {
    await write(output);
    await output.commit();
  } catch (error) {
    await output.discard();
    throw error;
  }
}

function unwritable(
  file: string,
  cause: unknown,
  options: { readonly hint?: string } = {},
): EnvironmentError {
  const { code, message } = cause as NodeJS.ErrnoException;
  return new EnvironmentError(`can't write '${file}' (${code ?? message})`, { ...options, cause });
}
