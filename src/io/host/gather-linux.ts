// Linux: /etc/resolv.conf, and behind the stub of systemd-resolved the servers and domains of its links.
import type { HostEnvironment } from "./host-environment.ts";
import { commandText } from "./command-text.ts";
import { fromSource, joinGathered, noFacts, type GatherDns, type Gathered } from "./gathered.ts";
import { suffixesOf } from "./host-facts.ts";
import { parseResolvConf } from "./parse-resolv-conf.ts";
import { parseResolvectl, resolvectlServer, searchDomains } from "./parse-resolvectl.ts";

const RESOLV_CONF = "/etc/resolv.conf";
const BEHIND_THE_STUB = "/run/systemd/resolve/resolv.conf";
const STUB_ADDRESSES: ReadonlySet<string> = new Set(["127.0.0.53", "127.0.0.54"]);

/** Also for other systems with a resolv.conf (BSD). The stub stays in the list only where nothing behind it is known. */
export const gatherLinux: GatherDns = async (environment, signal) => {
  const direct = await readResolvConf(environment, RESOLV_CONF);
  const usesStub = direct.servers.some((server) => STUB_ADDRESSES.has(server.address));
  if (!usesStub) return direct;
  const behind = await readResolvConf(environment, BEHIND_THE_STUB);
  const links = await readLinks(environment, signal);
  const real = behind.servers.length > 0 ? behind.servers : links.servers;
  const joined = joinGathered([direct, behind, links]);
  const others = direct.servers.filter((server) => !STUB_ADDRESSES.has(server.address));
  return { ...joined, servers: real.length > 0 ? [...real, ...others] : direct.servers };
};

async function readResolvConf(environment: HostEnvironment, path: string): Promise<Gathered> {
  const text = await environment.readTextFile(path);
  if (!text.ok) return noFacts(path, text.error);
  const { servers, domain, search, unreadable } = parseResolvConf(text.value);
  const suffixes = [
    ...suffixesOf(domain === null ? [] : [domain], "primary"),
    ...suffixesOf(search, "search-list"),
  ];
  const facts = fromSource(path, { servers, suffixes });
  const notes = unreadable.map((word) => `${path}: '${word}' is no address of a name server`);
  return { ...facts, sources: [...facts.sources, ...notes] };
}

/** Links know domains that the joined file hides behind `~` and limits. */
async function readLinks(environment: HostEnvironment, signal: AbortSignal): Promise<Gathered> {
  const [dns, domain] = await Promise.all([
    environment.run("resolvectl", ["dns"], signal),
    environment.run("resolvectl", ["domain"], signal),
  ]);
  const servers = commandText(dns);
  const domains = commandText(domain);
  if (!servers.ok) return noFacts("resolvectl", servers.error);
  if (!domains.ok) return noFacts("resolvectl", domains.error);
  return fromSource("resolvectl", {
    servers: parseResolvectl(servers.value).flatMap((line) => line.words.flatMap(resolvectlServer)),
    suffixes: parseResolvectl(domains.value).flatMap((line) =>
      suffixesOf(searchDomains(line.words), line.link === "Global" ? "search-list" : "connection"),
    ),
  });
}
