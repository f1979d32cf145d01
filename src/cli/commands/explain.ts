// `explain`: its arguments, flags and help.
import type { Command } from "commander";
import { addOutputOptions, type OutputFlags } from "../options.ts";
import type { Finish } from "../program.ts";

export type ExplainFlags = OutputFlags & { readonly list?: true };

const HELP = `
Takes every spelling: 0xC004F074, C004F074, F074, -1073418124, 3221549172, the
decimal number of a Win32 error, a symbol, the number of an event, or the line
that Windows prints. Codes that are not in the list are taken apart: what they
say is told, and what is not known. Asks nothing over the network.

Examples:
  kms-doctor explain 0xC004F074
  kms-doctor explain F038 12290
  kms-doctor explain "Error: 0x8007232B DNS name does not exist."
  kms-doctor explain --list
To rank the causes by what the network shows:
  kms-doctor diagnose corp.example --symptom 0xC004F074`;

export function addExplainCommand(program: Command, finish: Finish): void {
  const command = program
    .command("explain")
    .summary("what an activation error or event means")
    .description("Tell what an activation error or event means, its likely causes, and what to run next.")
    .argument("[code...]", "errors and events, in any spelling")
    .option("--list", "list all codes that are known");
  addOutputOptions(command)
    .addHelpText("after", HELP)
    .action(async (codes: string[], flags: ExplainFlags) => {
      const { runExplain } = await import("../runners/explain.ts");
      finish(await runExplain(codes, flags));
    });
}
