// `serve`: its flags and help.
import type { Command } from "commander";
import { DEFAULT_WAIT_SECONDS } from "../change-options.ts";
import { addKeyOptions, type KeyFlags } from "../key-options.ts";
import {
  addNetworkOptions,
  addOutputOptions,
  collect,
  integer,
  type NetworkFlags,
  type OutputFlags,
} from "../options.ts";
import type { Finish } from "../program.ts";

export type ServeFlags = OutputFlags &
  NetworkFlags &
  KeyFlags & {
    readonly listen?: readonly string[];
    readonly allowRemote?: true;
    readonly publish?: string;
    readonly host?: string;
    readonly primary?: string;
    readonly wait?: number;
    readonly yes?: boolean;
  };

const HELP = `
Runs the bundled minimal KMS host endpoint. It answers RPC binds as a KMS host
does, so that discovery, firewalls and load balancers can be tested before the
real host exists. It can't activate anything: every genuine activation request
is refused.
It listens on loopback only. --allow-remote lets it listen on another address,
to test a path through real firewalls between two machines of yours; clients
that find it there will not be activated by it.

--publish writes the record of this endpoint as 'publish' does, and takes it away
when it is stopped; a record that was there before stays. Where it can't be
written nothing is served: exit 1. Clients of that domain then come here, and
are not activated: that is for test networks.

Examples:
  kms-doctor serve
  kms-doctor serve --listen 127.0.0.1:11688 --listen '[::1]:11688'
  kms-doctor serve --listen 0.0.0.0:1688 --allow-remote
  kms-doctor serve --listen 0.0.0.0:1688 --allow-remote \\
    --publish lab.example --host kms1.lab.example --key kms.key`;

export function addServeCommand(program: Command, finish: Finish): void {
  const command = program
    .command("serve")
    .summary("run the bundled KMS test endpoint")
    .description("Run the bundled KMS test endpoint until it is stopped.")
    .option("--listen <addr:port>", "where to listen; repeat for several (default: 127.0.0.1:1688)", collect)
    .option("--allow-remote", "allow an address outside loopback")
    .option("--publish <domain>", "publish this endpoint for the clients of the domain while it runs")
    .option("--host <name>", "the name that is published (default: this machine's, where it is a full name)")
    .option("--primary <addr[:port]>", "the server that gets the update (default: the primary by the SOA)")
    .option(
      "--wait <seconds>",
      `how long to wait for the secondaries (default: ${DEFAULT_WAIT_SECONDS})`,
      integer(0, 86_400),
    )
    .option("--yes", "ask no question before publishing");
  addOutputOptions(addNetworkOptions(addKeyOptions(command)))
    .addHelpText("after", HELP)
    .action(async (flags: ServeFlags) => {
      const { runServe } = await import("../runners/serve.ts");
      finish(await runServe(flags));
    });
}
