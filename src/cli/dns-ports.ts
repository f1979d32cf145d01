// The DNS side of a command: who is asked, and how.
import type { AskedServer } from "../app/ask-server.ts";
import type { AskDnsOptions, HostDns } from "../app/ports.ts";
import { EnvironmentError } from "../core/errors.ts";
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

/** The servers that were named, else the system's. Throws EnvironmentError where there is none. */
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
    settings.families.includes(endpoint.address.includes(":") ? 6 : 4),
  );
  if (usable.length > 0) return usable;
  const sources = given.length > 0 ? "" : ` (looked in: ${(await host()).sources.join("; ")})`;
  throw new EnvironmentError(`no DNS server is known to ask${sources}`, {
    hint: "Name one: --server 192.0.2.53",
  });
}
