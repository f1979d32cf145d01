// From arguments to exit code: parses, runs the one command, and turns exceptions into a line and a code.
import { CommanderError } from "commander";
import { EXIT_OK, EXIT_USAGE, failureDocument, failureLine, failureOf } from "./exit.ts";
import { createProgram } from "./program.ts";
import { stderrWriter, stdoutWriter } from "./writer.ts";

/** Runs the command line `argv` (without node and script). Never throws. */
export async function runCli(argv: readonly string[]): Promise<number> {
  const outcome = { exitCode: EXIT_OK };
  try {
    const program = createProgram((exitCode) => {
      outcome.exitCode = exitCode;
    });
    if (argv.length === 0) {
      await stderrWriter().write(program.helpInformation());
      return EXIT_USAGE;
    }
    await program.parseAsync(argv, { from: "user" });
    return outcome.exitCode;
  } catch (error) {
    return fail(error, argv);
  }
}

async function fail(error: unknown, argv: readonly string[]): Promise<number> {
  // commander reports a printed help or version text as an error with exit code 0.
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT_OK;
  const failure = failureOf(error, argv);
  if (wantsJson(argv)) await stdoutWriter().write(failureDocument(failure));
  await stderrWriter().write(failureLine(failure));
  if (process.env["KMS_DOCTOR_DEBUG"] === "1" && error instanceof Error) {
    await stderrWriter().write(`${error.stack ?? ""}\n`);
  }
  return failure.exitCode;
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
