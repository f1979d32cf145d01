// Runs `completion`.
import type { Command } from "commander";
import type { Shell } from "../commands/completion.ts";
import { bashScript } from "../completion/bash.ts";
import { commandWords, type CommandWords } from "../completion/command-words.ts";
import { fishScript } from "../completion/fish.ts";
import { powershellScript } from "../completion/powershell.ts";
import { zshScript } from "../completion/zsh.ts";
import type { OutputFlags } from "../options.ts";
import { printDocument } from "./simple-document.ts";

const SCRIPTS: Readonly<Record<Shell, (commands: readonly CommandWords[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
  powershell: powershellScript,
};

export function runCompletion(program: Command, shell: Shell, flags: OutputFlags): Promise<number> {
  const script = SCRIPTS[shell](commandWords(program));
  return printDocument("completion", { shell, script }, script, flags);
}
