// `zone-file`: its arguments, flags and help.
import type { Command } from "commander";
import { addOutputOptions, type OutputFlags } from "../options.ts";
import type { Finish } from "../program.ts";
import { addWishOptions, type WishFlags } from "../wish-options.ts";

export type ZoneFileFlags = OutputFlags &
  WishFlags & {
    readonly origin?: string;
    readonly remove?: true;
    readonly dryRun?: true;
    readonly checkCommand?: string;
    readonly reloadCommand?: string;
  };

const HELP = `
Keeps every other byte of the file, raises the serial of the SOA record in the
style that it has, keeps the old file as FILE.TIME.bak and replaces it at one
stroke. A record of the same host and port is replaced; with --remove it is
removed, whatever its priority and weight where those are not given.
Signed files, files of dynamic zones (a journal lies beside them) and domains
below a delegation are refused.

The commands are split into words as a shell does, but run without a shell.
{file} and {zone} are filled in; a check without {file} gets the path of the
new text as its last word. Where the check fails, the old file stays.

Exit codes: 0 done, or nothing to do; 1 the check or the reload failed, or the
record to remove is not there; 2 the file or the command line is wrong; 3 the
file could not be written.

Examples:
  kms-doctor zone-file db.corp.example --domain corp.example --host kms1.corp.example --dry-run
  kms-doctor zone-file db.corp.example --domain corp.example --host kms1.corp.example \\
    --check-command 'named-checkzone {zone}' --reload-command 'rndc reload {zone}'
  kms-doctor zone-file db.corp.example --domain corp.example --host kms1.corp.example --remove`;

export function addZoneFileCommand(program: Command, finish: Finish): void {
  const command = program
    .command("zone-file")
    .summary("write the record into a zone file on disk")
    .description("Write the record of a KMS host into a zone file on disk, or remove it there.")
    .argument("<file>", "the zone file");
  addWishOptions(command)
    .option("--origin <zone>", "the zone that the file is of (default: what the file says, else --domain)")
    .option("--remove", "remove the record")
    .option("--dry-run", "print the difference, write nothing")
    .option("--check-command <cmd>", "must take the new text before it replaces the old")
    .option("--reload-command <cmd>", "run once the file is changed");
  addOutputOptions(command)
    .addHelpText("after", HELP)
    .action(async (file: string, flags: ZoneFileFlags) => {
      const { runZoneFile } = await import("../runners/zone-file.ts");
      finish(await runZoneFile(file, flags));
    });
}
