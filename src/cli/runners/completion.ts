// Runs `completion`.
import type { Command } from "commander";
import type { Shell } from "../commands/completion.ts";
import { bashScript } from "../completion/bash.ts";
import { commandWords, type CommandWords } from "../completion/command-words.ts";
import { fishScript } from "../completion/fish.ts";
import { powershellScript } from "../completion/powershell.ts";
import { zshScript } from "../completion/zsh.ts";
import { KNOWN_CODES } from "../../core/kms/error-codes/table.ts";
import { scenarioNames } from "../../lab/scenario-files.ts";
import { templateNames } from "../../io/fs/template-folders.ts";
import { SCHEMA_NAMES } from "../wire/schemas.ts";
import type { OutputFlags } from "../options.ts";
import { printDocument } from "./simple-document.ts";

const SCRIPTS: Readonly<Record<Shell, (commands: readonly CommandWords[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
  powershell: powershellScript,
};

export async function runCompletion(program: Command, shell: Shell, flags: OutputFlags): Promise<number> {
  const script = SCRIPTS[shell](
    commandWords(program, {
      "lab start": await scenarioNames(),
      "generate --product": await templateNames(),
      // 'schema lab start' is typed as two words.
      schema: [...new Set(SCHEMA_NAMES.flatMap((name) => name.split(" ")))],
      explain: KNOWN_CODES.map(({ code }) => code),
      help: program.commands.map((command) => command.name()),
    }),
  );
  return printDocument("completion", { shell, script }, script, flags);
}
