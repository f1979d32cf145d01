// What a server shows of a zone: its SOA and the KMS record set. Taken before and after the probes and compared.
import { compareSrvSets } from "../core/dns/rrset.ts";
import { withoutTrailingDot, type OwnerName } from "../core/dns/owner-name.ts";
import { rcodeName } from "../core/dns/rcode.ts";
import type { SoaRecord, SrvRecord } from "../core/dns/record.ts";
import { formatEndpoint, type Endpoint } from "../core/net/endpoint.ts";
import { inquire, type Inquiry } from "./ask-server.ts";
import type { AskDns } from "./ports.ts";

export type SightTask = {
  readonly zone: OwnerName;
  readonly server: Endpoint;
  readonly wanted: Pick<SrvRecord, "owner">;
  readonly options: { readonly timeoutMs: number; readonly retries: number };
};

export type ZoneSight = {
  /** False where the server did not answer at all. */
  readonly answered: boolean;
  /** It answers for the zone from its own data: SOA in the answer, owner as asked, flag aa. */
  readonly authoritative: boolean;
  /** The code that came with the SOA answer; null where nothing came. */
  readonly rcode: number | null;
  readonly soa: SoaRecord | null;
  /** Null where the server could not tell. */
  readonly records: readonly SrvRecord[] | null;
  readonly evidence: readonly string[];
};

type SightPorts = { readonly askDns: AskDns; readonly timestamp: () => string };

/** Asks without recursion, so that the server speaks for itself. */
export async function lookAtZone(
  { zone, server, wanted, options }: SightTask,
  { askDns, timestamp }: SightPorts,
  signal: AbortSignal,
): Promise<ZoneSight> {
  const asking = { ...options, recursionDesired: false };
  const soaInquiry = await inquire(askDns, server, { name: zone, type: "SOA" }, asking, signal);
  const message = messageOf(soaInquiry);
  if (message === null) {
    const evidence = [
      `${formatEndpoint(server)}: ${soaInquiry.last.outcome.kind}, asked for the SOA of ${withoutTrailingDot(zone)}, at ${timestamp()}`,
    ];
    return { answered: false, authoritative: false, rcode: null, soa: null, records: null, evidence };
  }
  const soa = soaOf(soaInquiry, zone);
  const authoritative = soa !== null && message.authoritative;
  const serial = soa === null ? `${rcodeName(message.rcode)}, no SOA` : `SOA serial ${soa.serial}`;
  const standing = authoritative ? "authoritative" : "not authoritative";
  const head = `${formatEndpoint(server)} answered for ${withoutTrailingDot(zone)}: ${serial}, ${standing}`;
  const records = soa === null ? null : await recordsOf(askDns, server, wanted.owner, asking, signal);
  const count = records === null ? "" : `, ${records.length} SRV at ${withoutTrailingDot(wanted.owner)}`;
  const evidence = [`${head}${count}, at ${timestamp()}`];
  return { answered: true, authoritative, rcode: message.rcode, soa, records, evidence };
}

async function recordsOf(
  askDns: AskDns,
  server: Endpoint,
  owner: OwnerName,
  options: { readonly timeoutMs: number; readonly retries: number; readonly recursionDesired: boolean },
  signal: AbortSignal,
): Promise<readonly SrvRecord[] | null> {
  const { response } = await inquire(askDns, server, { name: owner, type: "SRV" }, options, signal);
  if (response?.kind === "found") return response.records;
  return response?.kind === "nodata" || response?.kind === "nxdomain" ? [] : null;
}

function messageOf(inquiry: Inquiry): { readonly authoritative: boolean; readonly rcode: number } | null {
  return inquiry.last.outcome.kind === "answered" ? inquiry.last.outcome.message : null;
}

function soaOf({ response }: Inquiry<"SOA">, zone: OwnerName): SoaRecord | null {
  if (response?.kind !== "found") return null;
  return response.records.find((record) => record.owner === zone) ?? null;
}

/** The alarm where serial or record set differ; null where both are as before, or could not be seen twice. */
export function sayChange(before: ZoneSight, after: ZoneSight): string | null {
  const changes: string[] = [];
  if (before.soa !== null && after.soa !== null && before.soa.serial !== after.soa.serial)
    changes.push(`the SOA serial went from ${before.soa.serial} to ${after.soa.serial}`);
  if (before.records !== null && after.records !== null) {
    const { equal, ttlDiffers } = compareSrvSets(before.records, after.records);
    if (!equal || ttlDiffers.length > 0)
      changes.push(`the SRV set changed (${before.records.length} before, ${after.records.length} after)`);
  }
  if (changes.length === 0) return null;
  return `ALARM: ${changes.join(" and ")} while the probes ran. They change nothing, so somebody else wrote to the zone meanwhile, or the server does not follow RFC 2136: look into its log`;
}
