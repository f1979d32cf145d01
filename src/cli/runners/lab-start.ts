// Runs `lab start`: the scenario stays up until it is stopped; what to type elsewhere is printed.
import { formatEndpoint } from "../../core/net/endpoint.ts";
import { shellWord } from "../../core/text/shell-word.ts";
import { systemClock } from "../../io/host/clock.ts";
import { timestamp } from "../../io/host/timestamp.ts";
import { startLab, type Lab } from "../../lab/lab.ts";
import { loadScenario } from "../../lab/scenario-files.ts";
import type { LabFlags } from "../commands/lab.ts";
import { envelope } from "../envelope.ts";
import { serveUntilStopped } from "../serve-until-stopped.ts";
import { outputSettings } from "../settings.ts";

export async function runLabStart(nameOrFile: string, flags: LabFlags): Promise<number> {
  const settings = await outputSettings(flags);
  const { name, scenario } = await loadScenario(nameOrFile);
  const lab = await startLab(scenario, { clock: systemClock });
  const result = {
    scenario: name,
    title: scenario.title,
    dnsServers: lab.dnsServers.map(formatEndpoint),
    dnsPort: lab.dnsPort,
    domains: lab.domains,
    keyFile: lab.keyFile,
    hosts: lab.hosts.map(({ name: host, address, port, behaviour }) => ({
      name: host,
      address,
      port,
      behaviour,
    })),
    commands: commandsFor(lab),
  };
  const text = [
    `${name}: ${scenario.title}`,
    `DNS    ${result.dnsServers.join(", ")}`,
    ...result.hosts.map((host) => `host   ${host.name} ${host.address}:${host.port} (${host.behaviour})`),
    ...(lab.keyFile === null ? [] : [`key    ${lab.keyFile} (for --key; everybody knows it)`]),
    "",
    "In another terminal:",
    ...result.commands.map((command) => `  ${command}`),
    "",
    "Nothing leaves this machine. Ctrl-C stops.",
    "",
  ].join("\n");
  return serveUntilStopped(settings, envelope("lab start", timestamp(), 0, result), text, () => lab.stop());
}

function commandsFor(lab: Lab): readonly string[] {
  const server = lab.dnsServers[0];
  if (server === undefined) return [];
  const everyServer = lab.dnsServers.map((each) => `--server ${formatEndpoint(each)}`).join(" ");
  const option = `--server ${formatEndpoint(server)}`;
  const hosts = lab.hosts.map(formatEndpoint).join(" ");
  return [
    `kms-doctor diagnose ${lab.domains.join(" ")} ${everyServer} --dns-port ${lab.dnsPort}`,
    `kms-doctor discover ${lab.domains.join(" ")} ${option}`,
    ...(hosts === "" ? [] : [`kms-doctor probe ${hosts}`]),
    ...publishCommands(lab, `${option} --dns-port ${lab.dnsPort}`),
  ];
}

/** Where a zone of the scenario says how it treats updates. */
function publishCommands({ scenario, domains, hosts, keyFile }: Lab, option: string): readonly string[] {
  const [domain] = domains;
  const [host] = hosts;
  const isMeantFor = Object.values(scenario.zones).some(({ updates }) => updates !== undefined);
  if (!isMeantFor || domain === undefined || host === undefined) return [];
  const key = keyFile === null ? "" : ` --key ${shellWord(keyFile)}`;
  const wish = `--domain ${domain} --host ${host.name}.${domain} --port ${host.port}`;
  return [
    `kms-doctor update-policy ${domain} ${option}${key}`,
    `kms-doctor publish ${wish} ${option}${key}`,
    `kms-doctor undo ${option}${key}`,
  ];
}
