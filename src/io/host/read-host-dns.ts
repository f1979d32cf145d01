// The DNS servers and suffixes of this machine, in the order in which a KMS client would try them.
import type { DnsSuffix, ReadHostDns } from "../../app/ports.ts";
import { withoutTrailingDot } from "../../core/dns/owner-name.ts";
import { formatEndpoint, type Endpoint } from "../../core/net/endpoint.ts";
import { parseTypedName } from "../dns/idn.ts";
import { gatherLinux } from "./gather-linux.ts";
import { gatherMacos } from "./gather-macos.ts";
import { gatherWindows } from "./gather-windows.ts";
import type { GatherDns } from "./gathered.ts";
import type { HostEnvironment } from "./host-environment.ts";
import { suffixesOf } from "./host-facts.ts";

/** Primary suffix, AD domain, connections and DHCP as they come, search list; a suffix counts where it comes first. */
const RANK: Readonly<Record<DnsSuffix["source"], number>> = {
  primary: 0,
  "ad-domain": 1,
  connection: 2,
  dhcp: 2,
  "search-list": 3,
};

/** Names that are no DNS domains: multicast DNS and placeholders of set-up programs. */
const NO_DOMAINS: ReadonlySet<string> = new Set([
  ".",
  "local",
  "localdomain",
  "localhost",
  "localhost.localdomain",
]);

const GATHERERS: Readonly<Record<string, GatherDns>> = { darwin: gatherMacos, win32: gatherWindows };

/** Never throws for what the machine lacks: that is said in `sources`. Suffixes are A-labels without the trailing dot. */
export function createReadHostDns(environment: HostEnvironment): ReadHostDns {
  return async (signal) => {
    const gather = GATHERERS[environment.platform] ?? gatherLinux;
    const gathered = await gather(environment, signal);
    const ownDomain = hostDomain(environment.hostname());
    const own = suffixesOf(ownDomain === undefined ? [] : [ownDomain], "primary");
    const found = normaliseSuffixes([...gathered.suffixes, ...own]);
    return {
      servers: distinctServers(gathered.servers),
      suffixes: orderSuffixes(found.suffixes),
      sources: [
        ...gathered.sources,
        ...(ownDomain === undefined ? [] : [`host name: domain ${ownDomain}`]),
        ...found.refused.map((text) => `suffix left out, it is no domain name: ${JSON.stringify(text)}`),
      ],
    };
  };
}

function hostDomain(hostname: string): string | undefined {
  const dot = hostname.indexOf(".");
  return dot === -1 || dot === hostname.length - 1 ? undefined : hostname.slice(dot + 1);
}

function normaliseSuffixes(suffixes: readonly DnsSuffix[]): {
  readonly suffixes: readonly DnsSuffix[];
  readonly refused: readonly string[];
} {
  const kept: DnsSuffix[] = [];
  const refused: string[] = [];
  for (const { suffix, source } of suffixes) {
    const name = parseTypedName(suffix);
    if (!name.ok) refused.push(suffix);
    else if (!NO_DOMAINS.has(withoutTrailingDot(name.value)))
      kept.push({ suffix: withoutTrailingDot(name.value), source });
  }
  return { suffixes: kept, refused };
}

function orderSuffixes(suffixes: readonly DnsSuffix[]): readonly DnsSuffix[] {
  const ordered = suffixes.toSorted((left, right) => RANK[left.source] - RANK[right.source]);
  const first = new Map<string, DnsSuffix>();
  for (const entry of ordered) if (!first.has(entry.suffix)) first.set(entry.suffix, entry);
  return [...first.values()];
}

/** Windows lists these well-known site-local addresses for adapters without any IPv6 server. */
const PLACEHOLDER_SERVER = /^fec0:0:0:ffff::[1-3](%|$)/;

function distinctServers(servers: readonly Endpoint[]): readonly Endpoint[] {
  const real = servers.filter((server) => !PLACEHOLDER_SERVER.test(server.address));
  return [...new Map(real.map((server) => [formatEndpoint(server), server])).values()];
}
