// `undo`: its argument, flags and help.
import { Option, type Command } from "commander";
import { addChangeOptions, type ChangeFlags } from "../change-options.ts";
import type { Finish } from "../program.ts";

export type UndoFlags = ChangeFlags & { readonly list?: boolean };

const HELP = `
Takes a change of the journal back, so that the records are as they were before it.
Where somebody changed them since, it says what differs and changes nothing. Where
it is not known whether the change arrived, it looks.

Examples:
  kms-doctor undo --list
  kms-doctor undo
  kms-doctor undo 20261124T101500123Z-1a2b3c --key kms.key`;

export function addUndoCommand(program: Command, finish: Finish): void {
  const undo = program
    .command("undo")
    .summary("take a published change back")
    .description("Take a change back that is recorded in the journal.")
    .argument("[id]", "the change (default: the latest)")
    .addOption(new Option("--list", "print what the journal holds").conflicts(["dryRun", "yes"]));
  addChangeOptions(undo, "the server that got the change")
    .addHelpText("after", HELP)
    .action(async (id: string | undefined, flags: UndoFlags) => {
      const { runUndo } = await import("../runners/undo.ts");
      finish(await runUndo(id, flags));
    });
}
