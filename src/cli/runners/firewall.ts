// Runs `firewall`.
import { firewall } from "../../app/firewall.ts";
import { EnvironmentError, UsageError } from "../../core/errors.ts";
import { KMS_PORT } from "../../core/kms/service.ts";
import { parseAddress, type IpAddress } from "../../core/net/address.ts";
import type { RunForText } from "../../app/local-rules.ts";
import type { ParseHints } from "../../core/firewall/parse/parsed.ts";
import { escapeText } from "../../core/text/escape-text.ts";
import { commandText } from "../../io/host/command-text.ts";
import { createHostEnvironment } from "../../io/host/host-environment.ts";
import { runCommand as runProgram } from "../../io/process/run-command.ts";
import { systemClock } from "../../io/host/clock.ts";
import { timestamp } from "../../io/host/timestamp.ts";
import type { FirewallFlags } from "../commands/firewall.ts";
import { clientBlocks } from "../publication-inputs.ts";
import { readRuleFiles, rulesFrom, type RulesFromFiles } from "../rule-dumps.ts";
import { runCommand } from "../run-command.ts";
import { allSettings } from "../settings.ts";
import { VERSION } from "../version.ts";
import { stderrWriter } from "../writer.ts";

const COMMAND_LIMITS = { timeoutMs: 30_000, maxBytes: 256 * 1024 * 1024 };

export async function runFirewall(files: readonly string[], flags: FirewallFlags): Promise<number> {
  const { output } = await allSettings(flags);
  const host = flags.host === undefined ? null : hostAddress(flags.host);
  const clients = clientBlocks(flags.clients ?? []);
  const hints = { zone: flags.zone ?? null, profile: flags.profile ?? null };
  if (flags.local === undefined && files.length === 0) {
    throw new UsageError("no rules were given", {
      hint: "Name a rule dump, or give --local for the rules of this machine.",
    });
  }
  if (flags.local !== undefined && files.length > 0) {
    throw new UsageError("--local reads the rules of this machine, so no dump can be given", {
      hint: "Leave one of them out.",
    });
  }
  const format = flags.rulesFormat ?? null;
  const read =
    flags.local === undefined ? await readRuleFiles(files, format, hints) : await readLocalRules(hints);
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

/** On request only; what may not be read is told with the command for an administrator. */
async function readLocalRules(hints: ParseHints): Promise<RulesFromFiles> {
  const { gatherLocalRules, localRuleCommands } = await import("../../app/local-rules.ts");
  const environment = createHostEnvironment();
  const commands = localRuleCommands(environment.platform);
  if (commands === undefined) {
    throw new EnvironmentError(`the firewall of ${environment.platform} is not known`, {
      hint: "Make a dump in a format that 'kms-doctor help firewall' tells.",
    });
  }
  const { signal } = new AbortController();
  const run: RunForText = async (program, args) =>
    commandText(await runProgram(program, args, COMMAND_LIMITS, signal));
  const { dumps, missing } = await gatherLocalRules(commands, run);
  const advice = `As an administrator: ${commands[0] ?? ""} > rules.txt, then: kms-doctor firewall rules.txt`;
  if (dumps.length === 0) {
    const why = missing.join(", ") || "no firewall that is known is installed";
    throw new EnvironmentError(`the rules of this machine can't be read (${why})`, { hint: advice });
  }
  for (const each of missing)
    await stderrWriter().write(`kms-doctor: not read: ${escapeText(each)}. ${advice}\n`);
  return rulesFrom(dumps, null, hints);
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
