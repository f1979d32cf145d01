// Runs `firewall`.
import { firewall, type FirewallInput } from "../../app/firewall.ts";
import { readRules, type ReadRules, type RulesProblem } from "../../app/read-rules.ts";
import { UsageError } from "../../core/errors.ts";
import { RULE_FORMATS, type RuleDump } from "../../core/firewall/parse/parsed.ts";
import { KMS_PORT } from "../../core/kms/service.ts";
import { parseAddress, type IpAddress } from "../../core/net/address.ts";
import { systemClock } from "../../io/host/clock.ts";
import { timestamp } from "../../io/host/timestamp.ts";
import type { FirewallFlags } from "../commands/firewall.ts";
import { clientBlocks } from "../publication-inputs.ts";
import { readTextFile } from "../read-lines.ts";
import { runCommand } from "../run-command.ts";
import { allSettings } from "../settings.ts";
import { VERSION } from "../version.ts";

export async function runFirewall(files: readonly string[], flags: FirewallFlags): Promise<number> {
  const { output } = await allSettings(flags);
  const host = flags.host === undefined ? null : hostAddress(flags.host);
  const clients = clientBlocks(flags.clients ?? []);
  const read = await rulesOf(files, flags);
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

type Rules = Pick<FirewallInput, keyof ReadRules | "dumps" | "format" | "hints">;

async function rulesOf(files: readonly string[], flags: FirewallFlags): Promise<Rules> {
  const dumps: RuleDump[] = [];
  for (const file of files)
    dumps.push({ file: nameOf(file), text: await readTextFile(file, "the rule dump") });
  const hints = { zone: flags.zone ?? null, profile: flags.profile ?? null };
  const format = flags.rulesFormat ?? null;
  const read = readRules(dumps, format, hints);
  if (read.ok) return { ...read.value, dumps, format, hints };
  throw unreadable(read.error);
}

function nameOf(file: string): string {
  return file === "-" ? "standard input" : file;
}

function unreadable({ file, format, line, reason }: RulesProblem): UsageError {
  if (format === null) {
    return new UsageError(`'${file}' ${reason}`, {
      hint: `Name the format: --rules-format ${RULE_FORMATS.join("|")}.`,
    });
  }
  return new UsageError(`'${file}' is no whole dump of ${format}: line ${line} ${reason}`, {
    hint: "Make the dump again, or name another format with --rules-format.",
  });
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
