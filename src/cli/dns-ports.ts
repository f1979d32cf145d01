// The DNS side of a command: who is asked, and how.
import type { AskedServer } from "../app/ask-server.ts";
import type { AskDnsOptions, HostDns } from "../app/ports.ts";
import { EnvironmentError, UsageError } from "../core/errors.ts";
import { familyOfAddress } from "../core/net/address.ts";
import { formatEndpoint } from "../core/net/endpoint.ts";
import { createHostEnvironment } from "../io/host/host-environment.ts";
import { createReadHostDns } from "../io/host/read-host-dns.ts";
import type { NetworkSettings } from "./settings.ts";

export function askOptions({ timeoutMs, retries }: NetworkSettings): AskDnsOptions {
  return { timeoutMs, retries, recursionDesired: true };
}

/** This machine's DNS set-up. */
export function readHostDns(signal: AbortSignal): Promise<HostDns> {
  return createReadHostDns(createHostEnvironment())(signal);
}

/** The servers that were named, else the system's. Throws EnvironmentError where there is none, UsageError where -4 or -6 leaves out all. */
export async function serversToAsk(
  settings: NetworkSettings,
  host: () => Promise<HostDns>,
): Promise<readonly AskedServer[]> {
  const given = settings.servers.map((endpoint) => ({ endpoint, role: "given" }) as const);
  const servers =
    given.length > 0
      ? given
      : (await host()).servers.map((endpoint) => ({ endpoint, role: "configured" }) as const);
  const usable = servers.filter(({ endpoint }) =>
    settings.families.includes(familyOfAddress(endpoint.address)),
  );
  if (usable.length > 0) return usable;
  if (given.length > 0) throw contradiction(settings, given);
  throw nobodyToAsk(settings, servers, (await host()).sources);
}

function contradiction(settings: NetworkSettings, servers: readonly AskedServer[]): UsageError {
  const { flag, family, other } = wordsOf(settings);
  return new UsageError(
    `${flag} asks for ${family} only, but ${sayServers(servers)} of ${settings.serversFrom} is ${other}`,
    { hint: `Leave out ${flag}, or name a server by its ${family} address.` },
  );
}

function nobodyToAsk(
  settings: NetworkSettings,
  servers: readonly AskedServer[],
  sources: readonly string[],
): EnvironmentError {
  const lookedIn = `looked in: ${sources.join("; ")}`;
  const { flag, family, other, example } = wordsOf(settings);
  if (servers.length === 0) {
    return new EnvironmentError(`no DNS server is known to ask (${lookedIn})`, {
      hint: `Name one: --server ${example}`,
    });
  }
  return new EnvironmentError(
    `no DNS server is known to ask by ${family}, as ${flag} wants: ${sayServers(servers)} is ${other} (${lookedIn})`,
    { hint: `Leave out ${flag}, or name one: --server ${example}` },
  );
}

function sayServers(servers: readonly AskedServer[]): string {
  return servers.map(({ endpoint }) => formatEndpoint(endpoint)).join(", ");
}

/** How messages speak of the family that was asked for. */
function wordsOf({
  families,
}: NetworkSettings): Readonly<Record<"flag" | "family" | "other" | "example", string>> {
  return families.includes(4)
    ? { flag: "-4", family: "IPv4", other: "IPv6", example: "192.0.2.53" }
    : { flag: "-6", family: "IPv6", other: "IPv4", example: "'[2001:db8::53]'" };
}
