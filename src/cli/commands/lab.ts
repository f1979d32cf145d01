// `lab`, `lab start`, `lab list`: their arguments, flags and help.
import type { Command } from "commander";
import { unknownCommand } from "../command-path.ts";
import { addOutputOptions, type OutputFlags } from "../options.ts";
import type { Finish } from "../program.ts";

export type LabFlags = OutputFlags;

const HELP = `
An embedded DNS server and KMS endpoints on loopback: no network, no rights
needed. 'lab' alone runs the whole story (publish, discover, probe, break, see
it break, mend) and exits 0 only if each step held.

Examples:
  kms-doctor lab
  kms-doctor lab list
  kms-doctor lab start stale-host    then, elsewhere: what it prints
  kms-doctor lab start publish-open  a zone that 'publish' and 'undo' can change`;

export function addLabCommand(program: Command, finish: Finish): void {
  const lab = program
    .command("lab")
    .summary("embedded DNS server and KMS endpoints to try everything on")
    .description("Run the whole job on an embedded lab.");
  addOutputOptions(lab)
    .addHelpText("after", HELP)
    // A word that is no subcommand would be told as one argument too many.
    .allowExcessArguments()
    .action(async (flags: LabFlags, command: Command) => {
      const [word] = command.args;
      if (word !== undefined) throw unknownCommand(command, ["lab"], word);
      const { runLabStory } = await import("../runners/lab-story.ts");
      finish(await runLabStory("lab", flags));
    });
  addOutputOptions(
    lab.command("start").description("Start a scenario and keep it running until it is stopped."),
  )
    .argument("[scenario]", "a name that 'lab list' prints, or the path of a scenario file", "healthy")
    .action(async (scenario: string, _flags: LabFlags, command: Command) => {
      const { runLabStart } = await import("../runners/lab-start.ts");
      finish(await runLabStart(scenario, command.optsWithGlobals<LabFlags>()));
    });
  addOutputOptions(
    lab.command("list").description("List the scenarios and the findings that each must yield."),
  ).action(async (_flags: LabFlags, command: Command) => {
    const { runLabList } = await import("../runners/lab-list.ts");
    finish(await runLabList(command.optsWithGlobals<LabFlags>()));
  });
}
