// `serve`: its flags and help.
import type { Command } from "commander";
import { addOutputOptions, collect, type OutputFlags } from "../options.ts";
import type { Finish } from "../program.ts";

export type ServeFlags = OutputFlags & { readonly listen?: readonly string[]; readonly allowRemote?: true };

const HELP = `
Runs the bundled minimal KMS host endpoint. It answers RPC binds as a KMS host
does, so that discovery, firewalls and load balancers can be tested before the
real host exists. It can't activate anything: every genuine activation request
is refused.
It listens on loopback only. --allow-remote lets it listen on another address,
to test a path through real firewalls between two machines of yours; clients
that find it there will not be activated by it.

Examples:
  kms-doctor serve
  kms-doctor serve --listen 127.0.0.1:11688 --listen '[::1]:11688'
  kms-doctor serve --listen 0.0.0.0:1688 --allow-remote`;

export function addServeCommand(program: Command, finish: Finish): void {
  const command = program
    .command("serve")
    .summary("run the bundled KMS test endpoint")
    .description("Run the bundled KMS test endpoint until it is stopped.")
    .option("--listen <addr:port>", "where to listen; repeat for several (default: 127.0.0.1:1688)", collect)
    .option("--allow-remote", "allow an address outside loopback");
  addOutputOptions(command)
    .addHelpText("after", HELP)
    .action(async (flags: ServeFlags) => {
      const { runServe } = await import("../runners/serve.ts");
      finish(await runServe(flags));
    });
}
