// `tui`: its arguments, flags and help. Without a command and on a terminal it is what opens.
import { Option, type Command } from "commander";
import type { ChangeFlags } from "../change-options.ts";
import { addKeyOptions } from "../key-options.ts";
import { addNetworkOptions, integer } from "../options.ts";
import type { Finish } from "../program.ts";

/** The names of src/ui/theme; here, so that help loads no interface. */
const THEMES = ["dark", "light", "high-contrast", "mono"] as const;

export type TuiFlags = ChangeFlags & {
  readonly replay?: string;
  readonly lab?: string;
  readonly write?: boolean;
  readonly theme?: (typeof THEMES)[number];
  readonly ascii?: boolean;
  readonly linear?: boolean;
};

const HELP = `
Opens on this machine's own suffixes, or on the domains that are named, and
checks at once. '?' shows the keys. It starts read-only: 'W' or --write allows
changes, and each still needs the zone's name to be typed.

Examples:
  kms-doctor
  kms-doctor tui corp.example --server 192.0.2.53
  kms-doctor tui --lab publish-open
  kms-doctor tui --replay run.ndjson`;

export function addTuiCommand(program: Command, finish: Finish): void {
  const command = program
    .command("tui")
    .summary("open the terminal interface")
    .description("Open the terminal interface: find the fault, understand it, mend it, see it turn green.")
    .argument("[domain...]", "domains to look at (default: the machine's own suffixes)")
    .option("--replay <file>", "show a run that was recorded with --ndjson, without any network")
    .option("--lab <scenario>", "begin in the lab, on loopback")
    .option("--write", "allow changes from the start")
    .addOption(new Option("--theme <name>", "colours").choices(THEMES))
    .option("--ascii", "nothing but ASCII characters")
    .option("--linear", "for screen readers: a line for each change, nothing is redrawn")
    .option("--primary <addr[:port]>", "the server that gets updates (default: the primary by the SOA)")
    .option("--wait <seconds>", "how long to wait for the secondaries (default: 30)", integer(0, 86_400))
    .option("--no-color", "no colours")
    .option("--config <file>", "read settings from this file");
  addNetworkOptions(addKeyOptions(command))
    .addHelpText("after", HELP)
    .action(async (domains: string[], flags: TuiFlags) => {
      const { runTui } = await import("../runners/tui.ts");
      finish(await runTui(domains, flags));
    });
}
