// `version`: the versions of the tool and of node.
import type { Command } from "commander";
import { addOutputOptions, type OutputFlags } from "../options.ts";
import type { Finish } from "../program.ts";

export function addVersionCommand(program: Command, finish: Finish): void {
  addOutputOptions(
    program
      .command("version")
      .summary("print the versions")
      .description("Print the versions of the tool and of node."),
  ).action(async (flags: OutputFlags) => {
    const { runVersion } = await import("../runners/version.ts");
    finish(await runVersion(flags));
  });
}
