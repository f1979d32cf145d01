// `help`: the help of the program, of a command or of a subcommand.
import type { Command } from "commander";
import { typedCommand, unknownCommand } from "../command-path.ts";

const HELP = `
Examples:
  kms-doctor help discover
  kms-doctor help lab start`;

export function addHelpCommand(program: Command): void {
  program
    .helpCommand(false)
    .command("help")
    .summary("print what a command does")
    .description("Print what a command does.")
    .argument("[command...]", "whose help; without it: the whole program's")
    .addHelpText("after", HELP)
    .action((words: string[]) => {
      const { command, path } = typedCommand(program, words);
      const rest = words[path.length];
      if (rest !== undefined) throw unknownCommand(command, path, rest);
      command.outputHelp();
    });
}
