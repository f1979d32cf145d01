// `demo`: its flags and help.
import type { Command } from "commander";
import { addOutputOptions, type OutputFlags } from "../options.ts";
import type { Finish } from "../program.ts";

const HELP = `
Publishes a host, finds it, probes it, breaks it and mends it, all on loopback.

Examples:
  kms-doctor demo
  kms-doctor demo --json`;

export function addDemoCommand(program: Command, finish: Finish): void {
  addOutputOptions(
    program
      .command("demo")
      .summary("see the main job done on the embedded lab")
      .description("Start the embedded lab and do the main job on it. Nothing leaves this machine."),
  )
    .addHelpText("after", HELP)
    .action(async (flags: OutputFlags) => {
      const { runLabStory } = await import("../runners/lab-story.ts");
      finish(await runLabStory("demo", flags));
    });
}
