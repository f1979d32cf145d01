// `firewall`: its arguments, flags and help.
import { Option, type Command } from "commander";
import { RULE_FORMATS, type ParseHints, type RuleFormat } from "../../core/firewall/parse/parsed.ts";
import { addReportOptions, collect, integer, type ReportFlags } from "../options.ts";
import type { Finish } from "../program.ts";

export type FirewallFlags = ReportFlags & {
  readonly local?: true;
  readonly rulesFormat?: RuleFormat;
  readonly host?: string;
  readonly port?: number;
  readonly clients?: readonly string[];
  readonly interface?: string;
  readonly profile?: NonNullable<ParseHints["profile"]>;
  readonly zone?: string;
  readonly path?: "input" | "forward";
};

const HELP = `
Reads rule dumps and tells exactly which addresses they let reach the port: which
clients are blocked, which others get in, and by which rule. Nothing is sent, and
nothing is changed. What each dump is, is told by its content: nft list ruleset
(text or -j), iptables-save and ip6tables-save with ipset save, ufw status,
firewall-cmd --list-all-zones, netsh, Get-NetFirewallRule as JSON, AWS, Azure and
GCP. Several files are taken together, such as those for IPv4 and IPv6. What a dump can't decide
(limits, marks, times) gives a lower and an upper bound, never a guess.

Examples:
  nft -j list ruleset > rules.json
  kms-doctor firewall rules.json --host 192.0.2.10 --clients 10.0.0.0/8
  kms-doctor firewall v4.save v6.save --host 2001:db8::10 --clients 2001:db8::/32
  kms-doctor firewall --local --clients 10.0.0.0/8
  iptables-save | kms-doctor firewall - --host 192.0.2.10 --interface eth0 --json`;

export function addFirewallCommand(program: Command, finish: Finish): void {
  const command = program
    .command("firewall")
    .summary("who gets through according to firewall rules")
    .description("Tell from firewall rules which clients can reach the KMS port, and which others.")
    .argument("[rules...]", "rule dumps; - is standard input")
    .option("--local", "the rules of this machine, as far as they may be read")
    .addOption(
      new Option("--rules-format <name>", "what the dumps are (default: told by their content)").choices(
        RULE_FORMATS,
      ),
    )
    .option("--host <ip>", "the address of the KMS host")
    .option("--port <n>", "its port (default: 1688)", integer(1, 65_535))
    .option("--clients <cidr...>", "networks of those who should get in", collect)
    .option("--interface <name>", "by which interface the clients come in")
    .addOption(
      new Option("--profile <name>", "the profile of a Windows firewall (default: domain)").choices([
        "domain",
        "private",
        "public",
      ]),
    )
    .option("--zone <name>", "the zone of firewalld that the clients come in by")
    .addOption(
      new Option("--path <name>", "input: the host's own rules (default); forward: a router's").choices([
        "input",
        "forward",
      ]),
    );
  addReportOptions(command)
    .addHelpText("after", HELP)
    .action(async (files: string[], flags: FirewallFlags) => {
      const { runFirewall } = await import("../runners/firewall.ts");
      finish(await runFirewall(files, flags));
    });
}
