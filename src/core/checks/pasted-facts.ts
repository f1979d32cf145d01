// What pasted text says about hosts and clients, beside what DNS publishes.
import type { KmsClientFacts, KmsHostFacts, LicenceState } from "../windows/slmgr-facts.ts";
import type { SppEvent } from "../windows/spp-event.ts";
import type { PastedDocument } from "../windows/read-texts.ts";
import type { DnsAnswerFacts } from "../windows/dns-answer-facts.ts";
import type { Ipconfig } from "../windows/parse-ipconfig.ts";
import { registrySettings } from "../windows/registry-settings.ts";
import { sayPlace } from "../windows/say-place.ts";

/** `where`: `slmgr-dlv-host at lines 3-40 of dlv.txt`. */
export type Placed<T> = T & { readonly where: string };

export type PublishedRecord = {
  /** `_vlmcs._tcp.corp.test`, without the trailing dot, as are the targets. */
  readonly owner: string;
  readonly target: string;
  readonly port: number;
  readonly priority: number;
};

/** What DNS publishes: seen live, or in a pasted answer. */
export type PublishedView = {
  readonly records: readonly PublishedRecord[];
  /** Owners that have no record, with the trailing dot. */
  readonly missing: readonly string[];
  /** Who said so. */
  readonly source: string;
};

export type PastedHost = Placed<{
  readonly host: KmsHostFacts;
  readonly product: "windows" | "office" | null;
  readonly licenceState: LicenceState | null;
}>;

export type PastedClient = Placed<{ readonly client: KmsClientFacts }>;

export type PastedFacts = {
  readonly hosts: readonly PastedHost[];
  readonly clients: readonly PastedClient[];
  readonly events: readonly Placed<SppEvent>[];
  readonly ipconfigs: readonly Placed<{ readonly ipconfig: Ipconfig }>[];
  /** Null where nobody asked DNS. */
  readonly published: PublishedView | null;
};

/** `live`: what a diagnosis saw in DNS; null without one. */
export function pastedFacts(documents: readonly PastedDocument[], live: PublishedView | null): PastedFacts {
  const hosts: PastedHost[] = [];
  const clients: PastedClient[] = [];
  const events: Placed<SppEvent>[] = [];
  const ipconfigs: Placed<{ readonly ipconfig: Ipconfig }>[] = [];
  const answers: Placed<DnsAnswerFacts>[] = [];
  for (const { file, document } of documents) {
    const where = `${document.kind} at ${sayPlace(file, document.lines)}`;
    switch (document.kind) {
      case "slmgr-dlv-host":
      case "slmgr-dlv-client":
      case "slmgr-dlv-other":
      case "slmgr-dli-host":
      case "slmgr-dli-client":
      case "slmgr-dli-other": {
        const { host, client, product, licenceState } = document.facts;
        if (host !== null) hosts.push({ where, host, product, licenceState });
        if (client !== null) clients.push({ where, client });
        break;
      }
      case "ospp-dstatus":
        clients.push({ where, client: document.facts.client });
        break;
      case "events-xml":
      case "events-json":
      case "events-csv":
      case "events-text":
      case "ospp-dhistorykms":
        for (const event of document.facts.events) events.push({ where, ...event });
        break;
      case "ipconfig":
        ipconfigs.push({ where, ipconfig: document.facts });
        break;
      case "nslookup":
      case "resolve-dnsname":
        answers.push({ where, ...document.facts });
        break;
      case "registry": {
        const settings = registrySettings(document.facts);
        if (settings.host !== null)
          hosts.push({ where, host: settings.host, product: null, licenceState: null });
        for (const client of settings.clients) clients.push({ where, client });
        break;
      }
      default:
        break;
    }
  }
  return { hosts, clients, events, ipconfigs, published: live ?? pastedView(answers) };
}

/** What pasted answers about the KMS record say; null without any. */
function pastedView(answers: readonly Placed<DnsAnswerFacts>[]): PublishedView | null {
  const records = answers.flatMap((answer) =>
    answer.records
      .filter(({ owner }) => isKmsOwner(owner))
      .map(({ owner, target, port, priority }) => ({ owner, target, port, priority })),
  );
  return records.length === 0
    ? null
    : { records, missing: [], source: [...new Set(answers.map(({ where }) => where))].join(", ") };
}

function isKmsOwner(owner: string): boolean {
  return owner.startsWith("_vlmcs._tcp.");
}
