// What a response says about the name and type that were asked for (RFC 1034 4.3.2, 2308, 6604, 6672). Pure and total.
import { followAliases, type AliasTrail } from "./follow-aliases.ts";
import type { DnsMessage, DnsQuestion } from "./message.ts";
import { isAtOrBelow, type OwnerName } from "./owner-name.ts";
import { RCODE } from "./rcode.ts";
import type { AddressRecord, DnsRecord, NameRecord, QueryType, SoaRecord, SrvRecord } from "./record.ts";
import { dropDuplicates } from "./rrset.ts";
import { negativeTtlSeconds } from "./soa.ts";

type RecordsByType = {
  readonly A: AddressRecord;
  readonly AAAA: AddressRecord;
  readonly CNAME: NameRecord;
  readonly NS: NameRecord;
  readonly SOA: SoaRecord;
  readonly SRV: SrvRecord;
};
/** The shape of the records that answer a question for a type. */
export type RecordOfType<T extends QueryType> = RecordsByType[T];

/** `aliases`: the names that the question led through, in order, without the name that was asked for. */
type Aliases = { readonly aliases: readonly OwnerName[] };
type Negative = Aliases & {
  /** Null where no SOA came along: then the answer must not be cached. */
  readonly negativeTtlSeconds: number | null;
  readonly soa: SoaRecord | null;
};

export type ResponseClass<T extends QueryType = QueryType> =
  | ({ readonly kind: "found"; readonly records: readonly RecordOfType<T>[] } & Aliases)
  | ({ readonly kind: "nodata" } & Negative)
  | ({ readonly kind: "nxdomain" } & Negative)
  /** The chain of aliases leads out of the message: ask for `next`. */
  | ({ readonly kind: "alias-unfinished"; readonly next: OwnerName } & Aliases)
  /** The chain leads in a circle, is longer than anyone would follow, or to a name that is too long. */
  | ({ readonly kind: "alias-broken"; readonly reason: string } & Aliases)
  /** The server sends us to the name servers of `zone`; it says nothing about the record. */
  | { readonly kind: "referral"; readonly zone: OwnerName; readonly nameServers: readonly OwnerName[] }
  | { readonly kind: "servfail" }
  | { readonly kind: "refused" }
  | { readonly kind: "formerr" }
  | { readonly kind: "notimp" }
  | { readonly kind: "badvers" }
  | { readonly kind: "other-rcode"; readonly rcode: number };

/** Records of other owners and types in the answer section are passed over. */
export function classifyResponse<T extends QueryType>(
  message: DnsMessage,
  question: DnsQuestion & { readonly type: T },
): ResponseClass<T> {
  switch (message.rcode) {
    case RCODE.NOERROR:
      return classifyNoError(message, question);
    case RCODE.NXDOMAIN:
      return nxdomain(message, question);
    case RCODE.FORMERR:
      return { kind: "formerr" };
    case RCODE.SERVFAIL:
      return { kind: "servfail" };
    case RCODE.NOTIMP:
      return { kind: "notimp" };
    case RCODE.REFUSED:
      return { kind: "refused" };
    case RCODE.BADVERS:
      return { kind: "badvers" };
    default:
      return { kind: "other-rcode", rcode: message.rcode };
  }
}

/** The code speaks of the last name of the chain (RFC 6604). */
function nxdomain(message: DnsMessage, question: DnsQuestion): ResponseClass<never> {
  const trail = followAliases(message.answers, question);
  return { kind: "nxdomain", aliases: trail.aliases, ...negativePart(message, trail.last) };
}

function classifyNoError<T extends QueryType>(
  message: DnsMessage,
  question: DnsQuestion & { readonly type: T },
): ResponseClass<T> {
  const trail = followAliases(message.answers, question);
  const { aliases, last } = trail;
  if (trail.broken !== null) return { kind: "alias-broken", reason: trail.broken, aliases };
  const records = message.answers
    .filter((record) => isOfType(record, question.type))
    .filter((record) => record.owner === last);
  if (records.length > 0) return { kind: "found", records: dropDuplicates(records), aliases };
  return classifyEmpty(message, trail);
}

function isOfType<T extends QueryType>(record: DnsRecord, type: T): record is RecordOfType<T> {
  return record.type === type;
}

function classifyEmpty(message: DnsMessage, trail: AliasTrail): ResponseClass<never> {
  const negative = negativePart(message, trail.last);
  const { aliases, last } = trail;
  if (negative.soa !== null) return { kind: "nodata", aliases, ...negative };
  if (aliases.length > 0) return { kind: "alias-unfinished", next: last, aliases };
  const delegation = message.authoritative ? undefined : delegationOf(message, last);
  return delegation ?? { kind: "nodata", aliases, ...negative };
}

function negativePart(message: DnsMessage, name: OwnerName): Pick<Negative, "negativeTtlSeconds" | "soa"> {
  const soa = message.authorities.find((record) => record.type === "SOA" && isAtOrBelow(name, record.owner));
  if (soa === undefined || soa.type !== "SOA") return { negativeTtlSeconds: null, soa: null };
  return { negativeTtlSeconds: negativeTtlSeconds(soa), soa };
}

function delegationOf(message: DnsMessage, name: OwnerName): ResponseClass<never> | undefined {
  const servers = message.authorities.flatMap((record) =>
    record.type === "NS" && isAtOrBelow(name, record.owner)
      ? [{ zone: record.owner, target: record.target }]
      : [],
  );
  const zone = servers[0]?.zone;
  if (zone === undefined) return undefined;
  const nameServers = servers.filter((server) => server.zone === zone).map((server) => server.target);
  return { kind: "referral", zone, nameServers };
}
