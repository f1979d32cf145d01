// `publish` and `unpublish`: their flags and help.
import type { Command } from "commander";
import { addChangeOptions, type ChangeFlags } from "../change-options.ts";
import { collect } from "../options.ts";
import type { Finish } from "../program.ts";
import { addRecordOptions, addWishOptions, type WishFlags } from "../wish-options.ts";

export type PublishFlags = ChangeFlags &
  WishFlags & {
    readonly address?: readonly string[];
    readonly replace?: boolean;
    readonly confirm?: string;
  };

const PUBLISH_HELP = `
Reads what the zone's primary has, shows the plan, asks, sends one update message
that fails where somebody else changed the records meanwhile, and reads them back
from every name server. Records of other hosts stay as they are. What was done is
in a journal: 'kms-doctor undo' takes it back.

Exit codes: 0 the record is there, 1 it could not be written or did not reach
every server, 3 it is not known.

Examples:
  kms-doctor publish --domain corp.example --host kms1.corp.example --dry-run
  kms-doctor publish --domain corp.example --host kms1.corp.example --key kms.key
  kms-doctor publish --domain corp.example --host kms1.corp.example --gss
  kms-doctor publish --domain corp.example --host kms2.corp.example \\
    --address 192.0.2.12 --priority 10 --yes`;

const UNPUBLISH_HELP = `
Takes exactly the record of this host away; records of other hosts stay. Without
--port it takes the one record of the host, whatever its port.

Example:
  kms-doctor unpublish --domain corp.example --host old-kms.corp.example`;

export function addPublishCommands(program: Command, finish: Finish): void {
  const publish = program
    .command("publish")
    .summary("publish a KMS host by dynamic update, and prove that every server has it")
    .description("Publish the SRV record of a KMS host by dynamic update (RFC 2136), and verify it.");
  addChangeOptions(
    addWishOptions(publish)
      .option("--address <ip>", "publish this address of the host, too; repeat for several", collect)
      .option("--replace", "make this record the only one")
      .option("--confirm <zone>", "the zone, typed out: where --replace takes several other hosts away"),
  )
    .addHelpText("after", PUBLISH_HELP)
    .action(async (flags: PublishFlags) => {
      const { runPublish } = await import("../runners/publish.ts");
      finish(await runPublish(flags));
    });
  const unpublish = program
    .command("unpublish")
    .summary("take the record of a KMS host away")
    .description("Take the SRV record of a KMS host away by dynamic update (RFC 2136), and verify it.");
  addChangeOptions(
    addRecordOptions(unpublish).option(
      "--address <ip>",
      "take this address of the host away, too; repeat for several",
      collect,
    ),
  )
    .addHelpText("after", UNPUBLISH_HELP)
    .action(async (flags: PublishFlags) => {
      const { runUnpublish } = await import("../runners/publish.ts");
      finish(await runUnpublish(flags));
    });
}
