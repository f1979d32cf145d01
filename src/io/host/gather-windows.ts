// Windows: the registry first (milliseconds, the same in every language), `ipconfig /all` and PowerShell where it is silent.
import { formatAddress, parseAddress } from "../../core/net/address.ts";
import { parseEndpoint, type Endpoint } from "../../core/net/endpoint.ts";
import { parseIpconfig, type Ipconfig } from "../../core/windows/parse-ipconfig.ts";
import { parseRegQuery } from "../../core/windows/parse-reg-query.ts";
import { commandText } from "./command-text.ts";
import { fromSource, joinGathered, noFacts, type GatherDns, type Gathered } from "./gathered.ts";
import type { HostEnvironment } from "./host-environment.ts";
import { serverOf, suffixesOf, type HostFacts } from "./host-facts.ts";
import { DNS_CLIENT_SCRIPT, parseDnsClientJson } from "./parse-dns-client-json.ts";
import { REGISTRY_QUERIES, registryFacts } from "./windows-registry-facts.ts";

export const gatherWindows: GatherDns = async (environment, signal) => {
  const registry = await readRegistry(environment, signal);
  const parts = [systemServers(environment, registry.servers), registry];
  if (!isComplete(parts)) parts.push(await readIpconfig(environment, signal));
  if (!isComplete(parts)) parts.push(await readPowerShell(environment, signal));
  return joinGathered(parts);
};

function isComplete(parts: readonly Gathered[]): boolean {
  return parts.some((part) => part.servers.length > 0) && parts.some((part) => part.suffixes.length > 0);
}

/** Only full paths are run: a bare name would be looked for in the current folder first. */
function systemProgram(environment: HostEnvironment, relative: string): string {
  return `${environment.variable("SystemRoot") ?? "C:\\Windows"}\\System32\\${relative}`;
}

/** What the runtime asks. Without any server it names 127.0.0.1, which counts only where the registry names it too. */
function systemServers(environment: HostEnvironment, confirmed: readonly Endpoint[]): Gathered {
  const servers = environment.systemServers().flatMap((text) => {
    const endpoint = parseEndpoint(text, 53);
    return endpoint.ok ? [endpoint.value] : [];
  });
  const known = servers.filter(
    (server) => server.address !== "127.0.0.1" || confirmed.some((other) => other.address === server.address),
  );
  return fromSource("adapters", { servers: known, suffixes: [] });
}

async function readRegistry(environment: HostEnvironment, signal: AbortSignal): Promise<Gathered> {
  const reg = systemProgram(environment, "reg.exe");
  const outcomes = await Promise.all(REGISTRY_QUERIES.map((args) => environment.run(reg, args, signal)));
  const texts = outcomes.map(commandText);
  const keys = texts.flatMap((text) => (text.ok ? parseRegQuery(text.value) : []));
  const first = texts[0];
  // The other keys exist only where a policy or a domain made them.
  if (first !== undefined && !first.ok) return noFacts("registry", first.error);
  const local = environment.localAddresses();
  const canonical = new Set([...local].map(canonicalAddress));
  return fromSource("registry", registryFacts(keys, canonical));
}

function canonicalAddress(text: string): string {
  const address = parseAddress(text);
  return address.ok ? formatAddress(address.value) : text;
}

async function readIpconfig(environment: HostEnvironment, signal: AbortSignal): Promise<Gathered> {
  const text = commandText(
    await environment.run(systemProgram(environment, "ipconfig.exe"), ["/all"], signal),
  );
  return text.ok
    ? fromSource("ipconfig /all", ipconfigFacts(parseIpconfig(text.value)))
    : noFacts("ipconfig /all", text.error);
}

/** Disconnected adapters are left out: what is printed for them is stale. */
export function ipconfigFacts(ipconfig: Ipconfig): HostFacts {
  const adapters = ipconfig.adapters.filter((adapter) => adapter.hasAddress);
  return {
    servers: adapters.flatMap((adapter) => adapter.servers.flatMap((address) => serverOf(address))),
    suffixes: [
      ...suffixesOf(ipconfig.primarySuffix === null ? [] : [ipconfig.primarySuffix], "primary"),
      ...adapters.flatMap((adapter) =>
        suffixesOf(adapter.suffix === null ? [] : [adapter.suffix], "connection"),
      ),
      ...suffixesOf(ipconfig.searchList, "search-list"),
      ...adapters.flatMap((adapter) => suffixesOf(adapter.searchList, "search-list")),
    ],
  };
}

async function readPowerShell(environment: HostEnvironment, signal: AbortSignal): Promise<Gathered> {
  const program = systemProgram(environment, "WindowsPowerShell\\v1.0\\powershell.exe");
  const args = ["-NoProfile", "-NonInteractive", "-Command", DNS_CLIENT_SCRIPT];
  const text = commandText(await environment.run(program, args, signal));
  if (!text.ok) return noFacts("PowerShell", text.error);
  const settings = parseDnsClientJson(text.value);
  if (!settings.ok) return noFacts("PowerShell", settings.error);
  return fromSource("PowerShell", {
    servers: settings.value.servers.flatMap((address) => serverOf(address)),
    suffixes: [
      ...suffixesOf(settings.value.connectionSuffixes, "connection"),
      ...suffixesOf(settings.value.searchList, "search-list"),
    ],
  });
}
