// Runs `discover`.
import { discover } from "../../app/discover.ts";
import type { HostDns } from "../../app/ports.ts";
import { UsageError } from "../../core/errors.ts";
import { createAskDns } from "../../io/dns/ask-dns.ts";
import { systemClock } from "../../io/host/clock.ts";
import { createSystemRandom } from "../../io/host/random.ts";
import { preferSmallMemory } from "../../io/host/small-memory.ts";
import { timestamp } from "../../io/host/timestamp.ts";
import type { DiscoverFlags } from "../commands/discover.ts";
import { askOptions, readHostDns, serversToAsk } from "../dns-ports.ts";
import { domainInputs, type DomainList } from "../domain-inputs.ts";
import { readList, wordsOf } from "../read-lines.ts";
import { runCommand } from "../run-command.ts";
import { allSettings } from "../settings.ts";
import { VERSION } from "../version.ts";

/** Domains under way at once. */
const CONCURRENCY = 64;

export async function runDiscover(domains: readonly string[], flags: DiscoverFlags): Promise<number> {
  const { output, network } = await allSettings(flags);
  let known: Promise<HostDns> | undefined;
  const host = (): Promise<HostDns> => (known ??= readHostDns(new AbortController().signal));
  const typed = await typedDomains(domains, flags);
  const list = typed ?? domainInputs(wordsOf((await host()).suffixes.map(({ suffix }) => suffix)));
  const servers = list.total === 0 ? [] : await serversToAsk(network, host);
  const suffixSources = typed === null ? (await host()).sources : null;
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

/** Null where the machine's own suffixes are to be taken. */
async function typedDomains(domains: readonly string[], flags: DiscoverFlags): Promise<DomainList | null> {
  if (flags.file === undefined) return domains.length === 0 ? null : domainInputs(wordsOf(domains));
  if (domains.length > 0) {
    throw new UsageError("domains were given both as words and with --file", { hint: "Use one of the two." });
  }
  return domainInputs(await readList(flags.file, "--file"));
}
