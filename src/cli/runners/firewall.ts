// Runs `firewall`.
import { firewall } from "../../app/firewall.ts";
import { UsageError } from "../../core/errors.ts";
import { KMS_PORT } from "../../core/kms/service.ts";
import { parseAddress, type IpAddress } from "../../core/net/address.ts";
import { systemClock } from "../../io/host/clock.ts";
import { timestamp } from "../../io/host/timestamp.ts";
import type { FirewallFlags } from "../commands/firewall.ts";
import { clientBlocks } from "../publication-inputs.ts";
import { readRuleFiles } from "../rule-dumps.ts";
import { runCommand } from "../run-command.ts";
import { allSettings } from "../settings.ts";
import { VERSION } from "../version.ts";

export async function runFirewall(files: readonly string[], flags: FirewallFlags): Promise<number> {
  const { output } = await allSettings(flags);
  const host = flags.host === undefined ? null : hostAddress(flags.host);
  const clients = clientBlocks(flags.clients ?? []);
  const hints = { zone: flags.zone ?? null, profile: flags.profile ?? null };
  const read = await readRuleFiles(files, flags.rulesFormat ?? null, hints);
  return runCommand(output, (signal) =>
    firewall(
      { version: VERSION, command: "firewall" },
      {
        ...read,
        question: {
          host,
          port: flags.port ?? KMS_PORT,
          interface: flags.interface ?? null,
          path: flags.path ?? "input",
        },
        clients,
        isPathGiven: flags.path !== undefined,
      },
      { clock: systemClock, timestamp },
      signal,
    ),
  );
}

function hostAddress(text: string): IpAddress {
  const address = parseAddress(text);
  if (address.ok && address.value.zone === undefined) return address.value;
  throw new UsageError(
    `--host '${text}': ${address.ok ? "rules know no zone of an address" : address.error}`,
    {
      hint: "Write a literal address of the KMS host: 192.0.2.10 or 2001:db8::10.",
    },
  );
}
