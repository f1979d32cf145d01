// A decoded DNS message (RFC 1035 section 4, RFC 6891).
import type { OwnerName } from "./owner-name.ts";
import type { DnsRecord, QueryType } from "./record.ts";

/** A question of class IN. */
export type DnsQuestion = { readonly name: OwnerName; readonly type: QueryType };

export type DnsMessage = {
  readonly id: number;
  readonly isResponse: boolean;
  readonly opcode: number;
  readonly authoritative: boolean;
  readonly truncated: boolean;
  readonly recursionDesired: boolean;
  readonly recursionAvailable: boolean;
  /** The 12-bit code: four bits of the header joined with eight of the OPT record (RFC 6891 section 6.1.3). */
  readonly rcode: number;
  /** The first question as it came back; null where the server sent none (some FORMERR and NOTIMP answers). */
  readonly question: {
    readonly name: OwnerName;
    readonly typeCode: number;
    readonly classCode: number;
  } | null;
  readonly answers: readonly DnsRecord[];
  readonly authorities: readonly DnsRecord[];
  readonly additionals: readonly DnsRecord[];
  readonly edns: { readonly udpSize: number; readonly version: number } | null;
  /** Octets after the last counted record; harmless, but worth a note. */
  readonly trailingBytes: number;
};

/** Why a message could not be decoded, and where. */
export type DnsDecodeError = { readonly offset: number; readonly reason: string };
