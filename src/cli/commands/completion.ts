// `completion`: its argument and help.
import { Argument, type Command } from "commander";
import { addOutputOptions, type OutputFlags } from "../options.ts";
import type { Finish } from "../program.ts";

export const SHELLS = ["bash", "zsh", "fish", "powershell"] as const;
export type Shell = (typeof SHELLS)[number];

const HELP = `
Examples:
  source <(kms-doctor completion bash)
  kms-doctor completion zsh > "\${fpath[1]}/_kms-doctor"
  kms-doctor completion fish > ~/.config/fish/completions/kms-doctor.fish
  kms-doctor completion powershell | Out-String | Invoke-Expression`;

export function addCompletionCommand(program: Command, finish: Finish): void {
  const command = program
    .command("completion")
    .summary("print a completion script for a shell")
    .description("Print a completion script for a shell.")
    .addArgument(new Argument("<shell>", "which shell").choices(SHELLS));
  addOutputOptions(command)
    .addHelpText("after", HELP)
    .action(async (shell: Shell, flags: OutputFlags) => {
      const { runCompletion } = await import("../runners/completion.ts");
      finish(await runCompletion(program, shell, flags));
    });
}
