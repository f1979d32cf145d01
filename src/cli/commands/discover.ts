// `discover`: its arguments, flags and help.
import type { Command } from "commander";
import { addNetworkOptions, addReportOptions, type NetworkFlags, type ReportFlags } from "../options.ts";
import type { Finish } from "../program.ts";

export type DiscoverFlags = ReportFlags & NetworkFlags & { readonly file?: string };

const HELP = `
Asks every DNS server for _vlmcs._tcp.DOMAIN SRV, resolves the targets, and
prints the hosts in the order in which clients try them (RFC 2782), with the
odds of each. Without DOMAIN the machine's own DNS suffixes are taken, in the
order in which a KMS client uses them.

Examples:
  kms-doctor discover corp.example
  kms-doctor discover corp.example --server 192.0.2.53 --authoritative
  kms-doctor discover corp.example --server '[2001:db8::53]:5353'
  kms-doctor discover --file domains.txt --ndjson > result.ndjson
  generate-names | kms-doctor discover --file -`;

export function addDiscoverCommand(program: Command, finish: Finish): void {
  const command = program
    .command("discover")
    .summary("find the KMS hosts that DNS publishes")
    .description("Find the KMS hosts that DNS publishes for a domain.")
    .argument("[domain...]", "domains to look at (default: the machine's own suffixes)")
    .option("--file <file>", "read domains from this file, one a line; - is standard input");
  addReportOptions(addNetworkOptions(command))
    .addHelpText("after", HELP)
    .action(async (domains: string[], flags: DiscoverFlags) => {
      const { runDiscover } = await import("../runners/discover.ts");
      finish(await runDiscover(domains, flags));
    });
}
