// Runs `discover`.
import { discover } from "../../app/discover.ts";
import { createAskDns } from "../../io/dns/ask-dns.ts";
import { systemClock } from "../../io/host/clock.ts";
import { createSystemRandom } from "../../io/host/random.ts";
import { preferSmallMemory } from "../../io/host/small-memory.ts";
import { timestamp } from "../../io/host/timestamp.ts";
import type { DiscoverFlags } from "../commands/discover.ts";
import { askOptions } from "../dns-ports.ts";
import { domainsToAsk } from "../domains-to-ask.ts";
import { runCommand } from "../run-command.ts";
import { allSettings } from "../settings.ts";
import { VERSION } from "../version.ts";

/** Domains under way at once. */
const CONCURRENCY = 64;

export async function runDiscover(domains: readonly string[], flags: DiscoverFlags): Promise<number> {
  const { output, network } = await allSettings(flags);
  const { list, servers, suffixSources } = await domainsToAsk(domains, flags.file, network);
  preferSmallMemory(list.total);
  const dns = createAskDns({ clock: systemClock, random: createSystemRandom() });
  return runCommand(output, (signal) =>
    discover(
      {
        info: { version: VERSION, command: "discover" },
        domains: list.inputs(),
        total: list.total,
        servers,
        ask: askOptions(network),
        families: network.families,
        concurrency: network.concurrency ?? CONCURRENCY,
        nameServerPort: network.authoritative ? network.dnsPort : null,
        suffixSources,
      },
      { askDns: dns.ask, clock: systemClock, timestamp },
      signal,
    ),
  ).finally(() => dns.close());
}
