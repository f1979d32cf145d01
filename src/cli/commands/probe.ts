// `probe`: its arguments, flags and help.
import type { Command } from "commander";
import {
  addNetworkOptions,
  addReportOptions,
  integer,
  MOST_TARGETS,
  type NetworkFlags,
  type ReportFlags,
} from "../options.ts";
import type { Finish } from "../program.ts";

export type ProbeFlags = ReportFlags &
  NetworkFlags & {
    readonly file?: string;
    readonly port?: number;
    readonly connectOnly?: true;
    readonly maxTargets?: number;
  };

const HELP = `
Connects to every address of each host, then asks by a DCE/RPC bind whether the
KMS interface is there. It stops at the bind: no activation request is ever
sent, so a host's count never moves.
HOST is a name, an address or a CIDR block; IPv6 with a port is written
[2001:db8::1]:1688. In a block, addresses that do not accept connections are
listed, but are no findings: nothing says that a host should be there.

Examples:
  kms-doctor probe kms1.corp.example
  kms-doctor probe 192.0.2.10:1689 '[2001:db8::10]:1688'
  kms-doctor probe 10.1.0.0/24 --connect-only
  kms-doctor probe --file hosts.txt --json`;

export function addProbeCommand(program: Command, finish: Finish): void {
  const command = program
    .command("probe")
    .summary("test whether hosts answer as KMS on TCP 1688")
    .description("Test whether hosts answer as KMS on TCP 1688.")
    .argument("[host[:port]...]", "names, addresses or CIDR blocks")
    .option("--file <file>", "read targets from this file, one a line; - is standard input")
    .option("--port <n>", "port of targets that name none (default: 1688)", integer(1, 65_535))
    .option("--connect-only", "stop after the TCP connect")
    .option("--max-targets <n>", "largest number of addresses (default: 65536)", integer(1, MOST_TARGETS));
  addReportOptions(addNetworkOptions(command))
    .addHelpText("after", HELP)
    .action(async (targets: string[], flags: ProbeFlags) => {
      const { runProbe } = await import("../runners/probe.ts");
      finish(await runProbe(targets, flags));
    });
}
