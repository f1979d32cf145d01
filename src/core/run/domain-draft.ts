// One domain of a report while its answers and address look-ups come in, in any order.
import { withoutTrailingDot } from "../dns/owner-name.ts";
import { publishedRecords } from "../dns/published.ts";
import type { SrvRecord } from "../dns/record.ts";
import { orderForDisplay } from "../dns/srv-order.ts";
import type { AddressLookup, LookupStatus, ServerAnswer } from "./observation.ts";
import type {
  DomainReport,
  DomainStatus,
  SecondOpinionReport,
  ServerReport,
  SrvRecordReport,
} from "./report.ts";

type ServerDraft = {
  /** Position in the list of servers that were to be asked. */
  readonly order: number;
  readonly report: Omit<ServerReport, "records">;
  readonly records: readonly SrvRecord[];
};
type Addresses = { readonly status: LookupStatus; readonly addresses: readonly string[] };

export type DomainDraft = {
  readonly domain: string;
  readonly owner: string;
  readonly servers: ServerDraft[];
  readonly lookups: Map<string, Addresses>;
  secondOpinion: SecondOpinionReport | undefined;
};

export function domainDraft(domain: string, owner: string): DomainDraft {
  return { domain, owner, servers: [], lookups: new Map(), secondOpinion: undefined };
}

export function addAnswer(draft: DomainDraft, order: number, answer: ServerAnswer): void {
  const { server, role, status, presence, rcode, authoritative, transport, rttMs, records } = answer;
  const attempts = answer.attempts.length;
  const report = { server, role, status, presence, rcode, authoritative, transport, rttMs, attempts };
  draft.servers.push({ order, report, records });
}

export function addLookup(draft: DomainDraft, target: string, lookup: AddressLookup): void {
  draft.lookups.set(target, { status: lookup.status, addresses: lookup.addresses });
}

/** The finished form: servers in the order in which they were to be asked, records in the order of RFC 2782. */
export function domainReport(draft: DomainDraft): DomainReport {
  const servers = [...draft.servers].sort((left, right) => left.order - right.order);
  return {
    domain: draft.domain,
    owner: draft.owner,
    status: domainStatus(draft),
    records: recordReports(draft, publishedRecords(servers)),
    servers: servers.map(({ report, records }) => ({ ...report, records: recordReports(draft, records) })),
    ...(draft.secondOpinion === undefined ? {} : { secondOpinion: draft.secondOpinion }),
  };
}

function domainStatus({ servers }: DomainDraft): DomainStatus {
  const presences = servers.map((server) => server.report.presence);
  if (presences.includes("found")) return "found";
  if (presences.includes("nodata")) return "nodata";
  return presences.includes("nxdomain") ? "nxdomain" : "failed";
}

function recordReports(draft: DomainDraft, records: readonly SrvRecord[]): readonly SrvRecordReport[] {
  return orderForDisplay(records).map((record) => recordReport(draft, record));
}

function recordReport(draft: DomainDraft, record: SrvRecord): SrvRecordReport {
  const target = withoutTrailingDot(record.target);
  const lookup = draft.lookups.get(target);
  return {
    owner: withoutTrailingDot(record.owner),
    target,
    port: record.port,
    priority: record.priority,
    weight: record.weight,
    ttl: record.ttlSeconds,
    addresses: lookup?.addresses ?? [],
    addressStatus: lookup?.status ?? null,
  };
}
