// From arguments to exit code: parses, runs the one command, and turns exceptions into a line and a code.
import { CommanderError } from "commander";
import { typedCommand } from "./command-path.ts";
import { EXIT_OK, EXIT_USAGE, failureDocument, failureLine, failureOf } from "./exit.ts";
import { createProgram } from "./program.ts";
import { stderrWriter, stdoutWriter } from "./writer.ts";

/** Runs the command line `argv` (without node and script). Never throws. */
export async function runCli(argv: readonly string[]): Promise<number> {
  const outcome = { exitCode: EXIT_OK };
  const program = createProgram((exitCode) => {
    outcome.exitCode = exitCode;
  });
  try {
    if (argv.length === 0) {
      await stderrWriter().write(program.helpInformation());
      return EXIT_USAGE;
    }
    await program.parseAsync(argv, { from: "user" }).catch(ignorePrintedHelp);
    await stdoutWriter().flush();
    return outcome.exitCode;
  } catch (error) {
    const { path } = typedCommand(program, argv);
    return fail(error, path.join(" "), argv);
  }
}

/** commander reports a printed help or version text as an error with exit code 0. */
function ignorePrintedHelp(error: unknown): void {
  if (!(error instanceof CommanderError) || error.exitCode !== 0) throw error;
}

async function fail(error: unknown, commandPath: string, argv: readonly string[]): Promise<number> {
  const failure = failureOf(error, commandPath);
  if (wantsJson(argv)) await printIfPossible(failureDocument(failure));
  await stderrWriter().write(failureLine(failure));
  if (process.env["KMS_DOCTOR_DEBUG"] === "1" && error instanceof Error) {
    await stderrWriter().write(`${error.stack ?? ""}\n`);
  }
  await stderrWriter().flush();
  return failure.exitCode;
}

/** Where standard output can't be written either, the line on standard error still tells what failed first. */
async function printIfPossible(text: string): Promise<boolean> {
  try {
    await stdoutWriter().write(text);
    await stdoutWriter().flush();
    return true;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

/** The options may be what could not be parsed, so the raw words are looked at. */
function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  const words = end === -1 ? argv : argv.slice(0, end);
  return words.some(
    (word, index) =>
      word === "--json" ||
      word === "--ndjson" ||
      /^--format=(nd)?json$/.test(word) ||
      (word === "--format" && /^(nd)?json$/.test(words[index + 1] ?? "")),
  );
}
