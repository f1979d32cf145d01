// `update-policy`: its arguments, flags and help.
import type { Command } from "commander";
import { addKeyOptions, type KeyFlags } from "../key-options.ts";
import { addNetworkOptions, addReportOptions, type NetworkFlags, type ReportFlags } from "../options.ts";
import type { Finish } from "../program.ts";

export type UpdatePolicyFlags = ReportFlags & NetworkFlags & KeyFlags & { readonly primary?: string };

const HELP = `
Tells how the primary of a zone treats dynamic updates, changing nothing: the
messages that it sends carry no change, or a prerequisite that can never hold.
The server's log will show them as refused updates. With a TSIG key or a Kerberos
ticket it also tells whether the server takes that, and for the record of a KMS host.

Examples:
  kms-doctor update-policy corp.example
  kms-doctor update-policy corp.example --primary 192.0.2.53
  kms-doctor update-policy corp.example --key kms.key
  kms-doctor update-policy corp.example --gss`;

export function addUpdatePolicyCommand(program: Command, finish: Finish): void {
  const command = program
    .command("update-policy")
    .summary("tell how a zone treats dynamic updates")
    .description("Tell how the primary of a zone treats dynamic updates, changing nothing.")
    .argument("<zone>", "the zone, or any name in it")
    .option("--primary <addr[:port]>", "ask this server and no other");
  addReportOptions(addNetworkOptions(addKeyOptions(command)))
    .addHelpText("after", HELP)
    .action(async (zone: string, flags: UpdatePolicyFlags) => {
      const { runUpdatePolicy } = await import("../runners/update-policy.ts");
      finish(await runUpdatePolicy(zone, flags));
    });
}
