// `generate`: its flags and help.
import { Option, type Command } from "commander";
import { addOutputOptions, collect, type OutputFlags } from "../options.ts";
import type { Finish } from "../program.ts";
import type { PublicationFlags } from "../publication-inputs.ts";
import { addWishNumberOptions } from "../wish-options.ts";

export type GenerateFlags = OutputFlags &
  PublicationFlags & {
    readonly product?: string;
    readonly template?: string;
    readonly plan?: string;
    readonly list?: true;
  };

const HELP = `
Prints what you would type into a DNS product, a Windows machine or a firewall;
it changes nothing and asks nobody. --list tells the products. To change a
snippet, copy its folder (--list says where they are), edit it, and give
--template FOLDER.

Examples:
  kms-doctor generate --list
  kms-doctor generate --domain corp.example --host kms1.corp.example \\
    --address 192.0.2.10 --product bind-zone
  kms-doctor generate --domain sales.corp.example --zone corp.example \\
    --host kms1.corp.example --host kms2.corp.example:1689 --product nsupdate
  kms-doctor generate --plan kms.yaml --product terraform-dns --output kms.tf
  kms-doctor generate --clients 10.0.0.0/8,fd00::/8 --product nft`;

const RECORD_FLAGS = ["domain", "host", "zone", "address", "clients", "port", "priority", "weight", "ttl"];

export function addGenerateCommand(program: Command, finish: Finish): void {
  const command = program
    .command("generate")
    .summary("print the snippet for a DNS product or a firewall")
    .description("Print the snippet that publishes KMS hosts in a DNS product, or lets clients reach them.")
    .option("--product <name>", "whose snippet")
    .option("--list", "list the products")
    .option("--template <dir>", "a template folder of your own")
    .addOption(
      new Option("--plan <file>", "a YAML plan of domains, hosts and clients, - is stdin").conflicts(
        RECORD_FLAGS,
      ),
    )
    .option("--domain <name>", "the DNS domain of the clients")
    .option("--zone <name>", "the zone that holds the domain (default: the domain)")
    .option("--host <host...>", "a KMS host, or HOST:PORT; repeat for several", collect)
    .option("--address <ip...>", "also the host's A or AAAA; HOST=IP for several hosts", collect)
    .option("--clients <cidr...>", "networks of the clients, for firewalls", collect);
  addOutputOptions(addWishNumberOptions(command))
    .addHelpText("after", HELP)
    .action(async (flags: GenerateFlags) => {
      const { runGenerate } = await import("../runners/generate.ts");
      finish(await runGenerate(flags));
    });
}
