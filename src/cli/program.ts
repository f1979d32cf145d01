// The command tree. It holds words only: what a command does is loaded when it runs.
import { Command } from "commander";
import { addCompletionCommand } from "./commands/completion.ts";
import { addConfigCommand } from "./commands/config.ts";
import { addDemoCommand } from "./commands/demo.ts";
import { addDiagnoseCommand } from "./commands/diagnose.ts";
import { addDiscoverCommand } from "./commands/discover.ts";
import { addFirewallCommand } from "./commands/firewall.ts";
import { addGenerateCommand } from "./commands/generate.ts";
import { addExplainCommand } from "./commands/explain.ts";
import { addHelpCommand } from "./commands/help.ts";
import { addLabCommand } from "./commands/lab.ts";
import { addPublishCommands } from "./commands/publish.ts";
import { addUndoCommand } from "./commands/undo.ts";
import { addReadCommand } from "./commands/read.ts";
import { addProbeCommand } from "./commands/probe.ts";
import { addSchemaCommand } from "./commands/schema.ts";
import { addServeCommand } from "./commands/serve.ts";
import { addTuiCommand } from "./commands/tui.ts";
import { addUpdatePolicyCommand } from "./commands/update-policy.ts";
import { addVersionCommand } from "./commands/version.ts";
import { addZoneFileCommand } from "./commands/zone-file.ts";
import { stderrWriter, stdoutWriter } from "./writer.ts";
import { VERSION } from "./version.ts";

/** Tells the exit code of the command that ran. */
export type Finish = (exitCode: number) => void;

const EXAMPLES = `
Examples:
  kms-doctor diagnose corp.example           what is wrong, and what to do?
  kms-doctor discover corp.example           which KMS hosts do clients find?
  kms-doctor probe kms1.corp.example         does it answer on 1688, as KMS?
  kms-doctor discover --json | jq .findings  for scripts, see the exit codes
  kms-doctor publish --domain corp.example --host kms1.corp.example
  kms-doctor lab                             the whole job, without a network

Exit codes: 0 nothing wrong, 1 something is wrong, 2 the command line or a file
is wrong, 3 the tool failed. 'kms-doctor help COMMAND' tells more.`;

export function createProgram(finish: Finish): Command {
  const program = new Command("kms-doctor")
    .description("Finds out why Windows volume activation (KMS) does not work, on evidence, with the remedy.")
    .version(VERSION, "-V, --version", "print the version")
    .showSuggestionAfterError(true)
    .addHelpText("after", EXAMPLES);
  addTuiCommand(program, finish);
  addDiscoverCommand(program, finish);
  addProbeCommand(program, finish);
  addDiagnoseCommand(program, finish);
  addUpdatePolicyCommand(program, finish);
  addPublishCommands(program, finish);
  addUndoCommand(program, finish);
  addGenerateCommand(program, finish);
  addZoneFileCommand(program, finish);
  addReadCommand(program, finish);
  addFirewallCommand(program, finish);
  addExplainCommand(program, finish);
  addServeCommand(program, finish);
  addLabCommand(program, finish);
  addDemoCommand(program, finish);
  addConfigCommand(program, finish);
  addSchemaCommand(program, finish);
  addCompletionCommand(program, finish);
  addVersionCommand(program, finish);
  addHelpCommand(program);
  for (const command of [program, ...descendants(program)]) makeQuiet(command);
  return program;
}

function descendants(command: Command): readonly Command[] {
  return command.commands.flatMap((child) => [child, ...descendants(child)]);
}

/** Errors become exceptions (cli/exit.ts prints them); help goes to stdout through our writer. */
function makeQuiet(command: Command): void {
  command.exitOverride();
  command.configureOutput({
    writeOut: (text) => void stdoutWriter().write(text),
    writeErr: (text) => void stderrWriter().write(text),
    outputError: () => undefined,
  });
}
