// Resource records as decoded values (RFC 1035, 2782, 3596). Names are OwnerName: lower case, escaped, absolute.
import type { OwnerName } from "./owner-name.ts";

type RecordHead = {
  readonly owner: OwnerName;
  /** 0 to 2^31-1 seconds; a TTL with the top bit set is read as 0 (RFC 2181 section 8). */
  readonly ttlSeconds: number;
};

export type AddressRecord = RecordHead & { readonly type: "A" | "AAAA"; readonly address: string };
export type NameRecord = RecordHead & {
  readonly type: "CNAME" | "DNAME" | "NS" | "PTR";
  readonly target: OwnerName;
};
export type SoaRecord = RecordHead & {
  readonly type: "SOA";
  readonly mname: OwnerName;
  readonly rname: OwnerName;
  readonly serial: number;
  readonly refresh: number;
  readonly retry: number;
  readonly expire: number;
  readonly minimum: number;
};
export type SrvRecord = RecordHead & {
  readonly type: "SRV";
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  /** "." means that the service is decidedly not available (RFC 2782). */
  readonly target: OwnerName;
};
/** A record of a type that the tool has no use for; kept so that nothing is silently lost. */
export type OpaqueRecord = RecordHead & {
  readonly type: "OTHER";
  readonly typeCode: number;
  readonly rdataLength: number;
};

export type DnsRecord = AddressRecord | NameRecord | SoaRecord | SrvRecord | OpaqueRecord;

/** The types that the tool asks for. */
export type QueryType = "A" | "AAAA" | "CNAME" | "NS" | "SOA" | "SRV";
