// Which domains a command looks at, and whom it asks: what was typed, else this machine's own set-up.
import type { AskedServer } from "../app/ask-server.ts";
import type { HostDns } from "../app/ports.ts";
import { UsageError } from "../core/errors.ts";
import { readHostDns, serversToAsk } from "./dns-ports.ts";
import { domainInputs, type DomainList } from "./domain-inputs.ts";
import { readList, wordsOf } from "./read-lines.ts";
import type { NetworkSettings } from "./settings.ts";

export type DomainsToAsk = {
  readonly list: DomainList;
  readonly servers: readonly AskedServer[];
  /** Where the machine's suffixes were looked for; null where the domains were typed. */
  readonly suffixSources: readonly string[] | null;
};

export async function domainsToAsk(
  domains: readonly string[],
  file: string | undefined,
  network: NetworkSettings,
): Promise<DomainsToAsk> {
  let known: Promise<HostDns> | undefined;
  const host = (): Promise<HostDns> => (known ??= readHostDns(new AbortController().signal));
  const typed = await typedDomains(domains, file);
  const list = typed ?? domainInputs(wordsOf((await host()).suffixes.map(({ suffix }) => suffix)));
  const servers = list.total === 0 ? [] : await serversToAsk(network, host);
  return { list, servers, suffixSources: typed === null ? (await host()).sources : null };
}

/** Null where the machine's own suffixes are to be taken. */
async function typedDomains(
  domains: readonly string[],
  file: string | undefined,
): Promise<DomainList | null> {
  if (file === undefined) return domains.length === 0 ? null : domainInputs(wordsOf(domains));
  if (domains.length > 0) {
    throw new UsageError("domains were given both as words and with --file", { hint: "Use one of the two." });
  }
  return domainInputs(await readList(file, "--file"));
}
