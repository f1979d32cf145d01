// What the commands that change a zone share: whom they ask, and the outside world that they need.
import { UsageError } from "../core/errors.ts";
import { isUnfinished } from "../core/plan/journal-entry.ts";
import { withoutTrailingDot } from "../core/dns/owner-name.ts";
import { randomBytes } from "node:crypto";
import path from "node:path";
import type { ChangeSettings } from "../app/publish/publish.ts";
import type { Journal, PublishPorts } from "../app/publish/publish-ports.ts";
import { shortDigest } from "../io/host/digest.ts";
import { sleepUnlessAborted } from "../io/host/sleep.ts";
import { createJournal } from "../io/fs/journal.ts";
import { stateFolder } from "../io/host/state-folder.ts";
import { DEFAULT_WAIT_SECONDS, type ChangeFlags } from "./change-options.ts";
import { confirmPlans } from "./confirm-plans.ts";
import { askOptions, readHostDns, serversToAsk } from "./dns-ports.ts";
import { namedPrimary } from "./primary-input.ts";
import { openSigner } from "./open-signer.ts";
import type { NetworkSettings } from "./settings.ts";
import { announceOnStderr, openUpdatePorts } from "./update-ports.ts";
import { VERSION } from "./version.ts";

/** Where the primary is named and no server is, nobody else is asked. */
export async function changeSettings(
  command: string,
  flags: ChangeFlags,
  network: NetworkSettings,
): Promise<ChangeSettings> {
  const primary = namedPrimary(flags.primary);
  const isNamed = primary !== null && network.servers.length === 0;
  const servers = isNamed
    ? []
    : (await serversToAsk(network, () => readHostDns(new AbortController().signal))).map(
        ({ endpoint }) => endpoint,
      );
  return {
    info: { version: VERSION, command },
    servers,
    primary,
    port: network.dnsPort,
    families: network.families,
    options: askOptions(network),
    waitMs: (flags.wait ?? DEFAULT_WAIT_SECONDS) * 1000,
    isDryRun: flags.dryRun ?? false,
  };
}

export function openJournal(): Journal {
  return createJournal(path.join(stateFolder(), "journal"));
}

export type OpenedChange = { readonly ports: PublishPorts; readonly close: () => void };

/** Where a change asks and tells, if not at the terminal. */
export type ChangeDesk = Pick<PublishPorts, "confirm" | "announce">;

/** Refuses at once where a question would have to be asked and nobody is there to answer it. */
export async function openChange(flags: ChangeFlags, network: NetworkSettings): Promise<OpenedChange> {
  const mayAsk = process.stdin.isTTY && process.stderr.isTTY;
  if (flags.yes !== true && flags.dryRun !== true && !mayAsk)
    throw new UsageError("a change is asked about before it is made, and there is no terminal to ask at", {
      hint: "Look at the plan with --dry-run, then add --yes.",
    });
  const confirm = flags.yes === true ? () => Promise.resolve(true) : confirmPlans;
  return openChangeAt({ confirm, announce: announceOnStderr }, flags, network);
}

export async function openChangeAt(
  { confirm, announce }: ChangeDesk,
  flags: ChangeFlags,
  network: NetworkSettings,
): Promise<OpenedChange> {
  const { ports: updatePorts, close } = openUpdatePorts();
  const ports = { ...updatePorts, announce };
  const opened = await openSigner(flags, ports, askOptions(network).timeoutMs);
  const journal = openJournal();
  await tellUnfinished(journal, announce);
  const changing: PublishPorts = {
    ...ports,
    signer: opened.signer,
    journal,
    newId: () => newId(ports.timestamp()),
    digest: shortDigest,
    confirm,
    sleep: sleepUnlessAborted,
  };
  return {
    ports: changing,
    close: () => {
      opened.close();
      close();
    },
  };
}

/** `20261124T101500123Z-1a2b3c`: with milliseconds, so that later ones sort after earlier ones. */
function newId(timestamp: string): string {
  const time = timestamp.replaceAll(/[-:.]/g, "");
  return `${time}-${randomBytes(3).toString("hex")}`;
}

/** A run that was killed left an entry of which nobody knows whether it arrived. */
async function tellUnfinished(journal: Journal, announce: (text: string) => void): Promise<void> {
  const { entries, damaged, foreign = [] } = await journal.read();
  for (const file of foreign)
    announce(`the journal entry ${file} was made by another version of kms-doctor, and stays as it is`);
  for (const file of damaged) announce(`the journal entry ${file} can't be read, and stays as it is`);
  for (const entry of entries.filter(isUnfinished)) {
    const zones = entry.steps.map(({ plan }) => withoutTrailingDot(plan.zone)).join(", ");
    announce(
      `an earlier change of ${zones} (${entry.at}) did not come to its end: 'kms-doctor undo ${entry.id}' looks whether it arrived, and takes it back`,
    );
  }
}
