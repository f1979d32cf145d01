// Runs `publish` and `unpublish`.
import { publish, type PublishInput } from "../../app/publish/publish.ts";
import { UsageError } from "../../core/errors.ts";
import { parseTypedName } from "../../io/dns/idn.ts";
import { changeSettings, openChange } from "../change-inputs.ts";
import type { PublishFlags } from "../commands/publish.ts";
import { addressText, mustBeReachable } from "../host-address.ts";
import { runCommand } from "../run-command.ts";
import { allSettings } from "../settings.ts";
import { wishOf } from "../wish-inputs.ts";

export async function runPublish(flags: PublishFlags): Promise<number> {
  const wish = wishOf(flags);
  const { confirm } = flags;
  const confirmed = confirm === undefined ? null : parseTypedName(confirm);
  if (confirmed !== null && !confirmed.ok)
    throw new UsageError(`--confirm '${confirm}' is no zone: ${confirmed.error}`, {
      hint: "Type the zone as the refusal named it.",
    });
  return run("publish", flags, {
    wish,
    goal: { kind: "publish", replaces: flags.replace ?? false },
    confirmedZone: confirmed?.value ?? null,
  });
}

export async function runUnpublish(flags: PublishFlags): Promise<number> {
  const wish = wishOf(flags);
  const { port, priority, weight } = flags;
  const selector = {
    target: wish.target,
    ...(port === undefined ? {} : { port }),
    ...(priority === undefined ? {} : { priority }),
    ...(weight === undefined ? {} : { weight }),
  };
  return run("unpublish", flags, { wish, goal: { kind: "unpublish", selector }, confirmedZone: null });
}

type Wanted = Pick<PublishInput, "wish" | "goal" | "confirmedZone">;

async function run(command: string, flags: PublishFlags, wanted: Wanted): Promise<number> {
  const addresses = (flags.address ?? []).map(addressText);
  const { output, network } = await allSettings(flags);
  const settings = await changeSettings(command, flags, network);
  const { primary } = settings;
  const named = primary === null ? network.servers : [primary, ...network.servers];
  // What should never have been published can be taken away.
  if (wanted.goal.kind === "publish") for (const text of addresses) mustBeReachable(text, named);
  const { ports, close } = await openChange(flags, network);
  return runCommand(output, (signal) =>
    publish({ ...settings, ...wanted, addresses }, ports, signal),
  ).finally(close);
}
