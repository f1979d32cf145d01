// From arguments to exit code: parses, runs the one command, and turns exceptions into a line and a code.
import type { Command } from "commander";
import { typedCommand } from "./command-path.ts";
import { EXIT_OK, EXIT_USAGE, isCommanderError } from "./exit.ts";
import { fail } from "./fail.ts";
import { createProgram } from "./program.ts";
import { stderrWriter, stdoutWriter } from "./writer.ts";

/** Runs the command line `argv` (without node and script). Never throws. */
export async function runProgram(argv: readonly string[]): Promise<number> {
  const outcome = { exitCode: EXIT_OK };
  const program = createProgram((exitCode) => {
    outcome.exitCode = exitCode;
  });
  try {
    const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
    if (argv.length === 0 && !isTerminal) {
      await stderrWriter().write(program.helpInformation());
      return EXIT_USAGE;
    }
    await program
      .parseAsync(opensInterface(program, argv) ? ["tui", ...argv] : argv, { from: "user" })
      .catch(ignorePrintedHelp);
    await stdoutWriter().flush();
    return outcome.exitCode;
  } catch (error) {
    const { path } = typedCommand(program, argv);
    return fail(error, path.join(" "), argv);
  }
}

/** commander reports a printed help or version text as an error with exit code 0. */
function ignorePrintedHelp(error: unknown): void {
  if (!isCommanderError(error) || error.exitCode !== 0) throw error;
}

/** Nothing typed, or a flag of the interface first: `kms-doctor --replay run.ndjson`. */
function opensInterface(program: Command, [first]: readonly string[]): boolean {
  if (first === undefined) return true;
  const tui = program.commands.find((command) => command.name() === "tui");
  const flag = first.replace(/=.*$/, "");
  return tui?.options.some(({ long, short }) => flag === long || flag === short) ?? false;
}
