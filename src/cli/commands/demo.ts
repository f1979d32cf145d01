// `demo`: its flags and help.
import type { Command } from "commander";
import { addOutputOptions, type OutputFlags } from "../options.ts";
import type { Finish } from "../program.ts";

const HELP = `
On a terminal the interface opens on the lab. Otherwise, and with --json or
another form, the story is told: a host is published, found, probed, broken and
mended, all on loopback; the exit code says whether each step held.

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
      const { runDemo } = await import("../runners/demo.ts");
      finish(await runDemo(flags));
    });
}
