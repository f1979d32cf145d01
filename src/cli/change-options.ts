// The flags of the commands that change a zone by dynamic update.
import type { Command } from "commander";
import { addKeyOptions, type KeyFlags } from "./key-options.ts";
import {
  addNetworkOptions,
  addReportOptions,
  integer,
  type NetworkFlags,
  type ReportFlags,
} from "./options.ts";

export type ChangeFlags = ReportFlags &
  NetworkFlags &
  KeyFlags & {
    readonly primary?: string;
    readonly wait?: number;
    readonly dryRun?: boolean;
    readonly yes?: boolean;
  };

export const DEFAULT_WAIT_SECONDS = 30;

/** `primary` says which server gets the update where none is named. */
export function addChangeOptions(command: Command, primary = "the primary by the SOA"): Command {
  const own = command
    .option("--primary <addr[:port]>", `the server that gets the update (default: ${primary})`)
    .option(
      "--wait <seconds>",
      `how long to wait for the secondaries (default: ${DEFAULT_WAIT_SECONDS})`,
      integer(0, 86_400),
    )
    .option("--dry-run", "print the plan, send no update")
    .option("--yes", "ask no question");
  return addReportOptions(addNetworkOptions(addKeyOptions(own)));
}
