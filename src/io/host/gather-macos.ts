// macOS: `scutil --dns`; where it can't be run, /etc/resolv.conf, which macOS keeps for programs of other systems.
import { commandText } from "./command-text.ts";
import { fromSource, joinGathered, noFacts, type GatherDns } from "./gathered.ts";
import { gatherLinux } from "./gather-linux.ts";
import { suffixesOf, type HostFacts } from "./host-facts.ts";
import { parseScutilDns, type ScutilResolver } from "./parse-scutil-dns.ts";

const SCUTIL = "/usr/sbin/scutil";

export const gatherMacos: GatherDns = async (environment, signal) => {
  const text = commandText(await environment.run(SCUTIL, ["--dns"], signal));
  if (text.ok) return fromSource("scutil --dns", scutilFacts(parseScutilDns(text.value)));
  return joinGathered([noFacts("scutil --dns", text.error), await gatherLinux(environment, signal)]);
};

/**
 * The general resolver comes first, then those for a domain of their own (a VPN), whose domain is a suffix worth trying.
 * Scoped resolvers repeat the general ones for single interfaces: they count only where there is nothing else.
 */
export function scutilFacts(resolvers: readonly ScutilResolver[]): HostFacts {
  const unicast = resolvers.filter((resolver) => !resolver.multicast);
  const shared = unicast.filter((resolver) => !resolver.scoped);
  const used = shared.some((resolver) => resolver.servers.length > 0) ? shared : unicast;
  const general = used.filter((resolver) => resolver.domain === null);
  const special = used.filter((resolver) => resolver.domain !== null && !isReverse(resolver.domain));
  return {
    servers: [...general, ...special].flatMap((resolver) => resolver.servers),
    suffixes: [
      ...special.flatMap((resolver) => suffixesOf([resolver.domain ?? ""], "connection")),
      ...used.flatMap((resolver) => suffixesOf(resolver.search, "search-list")),
    ],
  };
}

function isReverse(domain: string): boolean {
  return /(^|\.)(in-addr|ip6)\.arpa\.?$/i.test(domain);
}
