// `config path` and `config show`: their flags and help.
import type { Command } from "commander";
import { addOutputOptions, type OutputFlags } from "../options.ts";
import type { Finish } from "../program.ts";

const HELP = `
One file serves the commands and the terminal interface. 'show' prints what it
sets, and what else it may set as comments: a file to begin with.

Examples:
  kms-doctor config path
  kms-doctor config show
  kms-doctor config show > config.yaml`;

export function addConfigCommand(program: Command, finish: Finish): void {
  const config = program
    .command("config")
    .summary("where the configuration file is, and what it sets")
    .description("Tell where the configuration file is, and what it sets.")
    .addHelpText("after", HELP);
  addOutputOptions(
    config.command("path").description("Print where the configuration file is looked for."),
  ).action(async (_flags: OutputFlags, command: Command) => {
    const { runConfigPath } = await import("../runners/config.ts");
    finish(await runConfigPath(command.optsWithGlobals<OutputFlags>()));
  });
  addOutputOptions(
    config.command("show").description("Print what it sets, and what else it may set."),
  ).action(async (_flags: OutputFlags, command: Command) => {
    const { runConfigShow } = await import("../runners/config.ts");
    finish(await runConfigShow(command.optsWithGlobals<OutputFlags>()));
  });
}
