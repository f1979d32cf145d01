// From arguments to exit code. Only what a command needs is loaded: `version` needs no command tree.
import { fail } from "./fail.ts";

/** Runs the command line `argv` (without node and script). Never throws. */
export async function runCli(argv: readonly string[]): Promise<number> {
  const [command, ...rest] = argv;
  if (command !== "version" || rest.length > 0) {
    const { runProgram } = await import("./run-program.ts");
    return runProgram(argv);
  }
  try {
    const { runVersion } = await import("./runners/version.ts");
    return await runVersion({ color: true });
  } catch (error) {
    return fail(error, command, argv);
  }
}
