// Runs `update-policy`.
import { updatePolicyRun } from "../../app/update-policy-run.ts";
import { UsageError } from "../../core/errors.ts";
import { parseTypedName } from "../../io/dns/idn.ts";
import type { UpdatePolicyFlags } from "../commands/update-policy.ts";
import { askOptions, readHostDns, serversToAsk } from "../dns-ports.ts";
import { openSigner } from "../open-signer.ts";
import { namedPrimary } from "../primary-input.ts";
import { runCommand } from "../run-command.ts";
import { allSettings } from "../settings.ts";
import { openUpdatePorts } from "../update-ports.ts";
import { VERSION } from "../version.ts";

export async function runUpdatePolicy(zoneText: string, flags: UpdatePolicyFlags): Promise<number> {
  const { output, network } = await allSettings(flags);
  const name = parseTypedName(zoneText);
  if (!name.ok) {
    throw new UsageError(`'${zoneText}' is no zone: ${name.error}`, { hint: "Write it like corp.example." });
  }
  const primary = namedPrimary(flags.primary);
  const servers =
    primary === null ? await serversToAsk(network, () => readHostDns(new AbortController().signal)) : [];
  const { ports, close } = openUpdatePorts();
  const opened = await openSigner(flags, ports, askOptions(network).timeoutMs);
  return runCommand(output, (signal) =>
    updatePolicyRun(
      { version: VERSION, command: "update-policy" },
      {
        name: name.value,
        servers: servers.map(({ endpoint }) => endpoint),
        primary,
        port: network.dnsPort,
        families: network.families,
        wanted: null,
        signer: opened.signer,
        options: askOptions(network),
      },
      ports,
      signal,
    ),
  ).finally(() => {
    opened.close();
    close();
  });
}
