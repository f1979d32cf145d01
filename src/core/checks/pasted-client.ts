// client-wrong-host, client-hosts-pinned: the host that a client was told to use, or used last, beside what DNS publishes.
import { MOST_RECORDS } from "./pasted-host.ts";
import type { PastedClient, PastedFacts, PublishedView } from "./pasted-facts.ts";
import type { Rule, Statement } from "./rule.ts";

/** Microsoft's own hosts, which virtual machines in Azure are pinned to. */
const AZURE_HOSTS: readonly string[] = ["azkms.core.windows.net", "kms.core.windows.net"];

export const clientWrongHost: Rule<PastedFacts> = {
  id: "client-wrong-host",
  severity: "warning",
  judge: ({ clients, published }) =>
    published === null || published.records.length === 0
      ? []
      : byHost(clients)
          .filter(([, [first]]) => first !== undefined && !isPublished(first, published))
          .map(([host, all]) => wrongHost(host, all, published)),
};

export const clientHostsPinned: Rule<PastedFacts> = {
  id: "client-hosts-pinned",
  severity: "info",
  judge: ({ clients }) =>
    byHost(clients.filter(isPinned)).map(([host, all]) => ({
      subject: host,
      title: `Clients are pinned to ${host} by hand`,
      detail: "They do not ask DNS for a host, and another host is never tried.",
      evidence: all.map(({ where }) => `${where}: Registered KMS machine name ${host}`),
      remedy: ["If DNS should decide, on the client: 'slmgr /ckms', then 'slmgr /ato'."],
    })),
};

function wrongHost(host: string, all: readonly PastedClient[], published: PublishedView): Statement {
  const records = published.records.slice(0, MOST_RECORDS).map(({ target, port }) => `${target}:${port}`);
  if (published.records.length > MOST_RECORDS) records.push("…");
  const remedy = all.some(isPinned)
    ? ["On the client: 'slmgr /ckms', so that DNS decides, then 'slmgr /ato'."]
    : ["On the client: 'slmgr /ckhc', then 'slmgr /ato', then 'slmgr /skhc'."];
  return {
    subject: host,
    title: `Clients use ${host}, which DNS does not publish`,
    detail:
      "The client was pinned to it by hand, or keeps the host of its last success. Where the host is gone, it fails until that is undone.",
    evidence: [
      ...all.map(({ where, client }) =>
        client.host?.source === "registered"
          ? `${where}: Registered KMS machine name ${host}`
          : `${where}: KMS machine name from DNS ${host}`,
      ),
      `${published.source}: ${records.join(", ")}`,
    ],
    remedy,
  };
}

/** Clients by the host that they name; those of Azure are as they should be. */
function byHost(clients: readonly PastedClient[]): readonly (readonly [string, readonly PastedClient[]])[] {
  const named = clients.filter(
    ({ client }) => client.host !== null && !AZURE_HOSTS.includes(client.host.name),
  );
  return [...Map.groupBy(named, ({ client }) => `${client.host?.name ?? ""}:${client.host?.port ?? 0}`)];
}

function isPinned({ client }: PastedClient): boolean {
  return client.host?.source === "registered";
}

function isPublished({ client }: PastedClient, { records }: PublishedView): boolean {
  return records.some(({ target }) => target === client.host?.name);
}
