// What the lab's DNS handlers take and give: a query that came, and a reply that may be broken on purpose.
import type { DnsRecord } from "../../core/dns/record.ts";
import type { OwnerName } from "../../core/dns/owner-name.ts";

/** Records that the lab can put on the wire: all whose rdata is known. */
export type LabRecord = Exclude<DnsRecord, { readonly type: "OTHER" }>;

export type LabQuestion = {
  readonly name: OwnerName;
  /** The labels as they were asked, so that the case is echoed (RFC 4343, and 0x20 clients). Char codes are octets. */
  readonly labels: readonly string[];
  readonly typeCode: number;
  readonly classCode: number;
};

export type LabQuery = {
  readonly id: number;
  readonly opcode: number;
  readonly recursionDesired: boolean;
  readonly question: LabQuestion | null;
  readonly edns: { readonly udpSize: number; readonly version: number } | null;
  readonly transport: "udp" | "tcp";
  /** The message as it came. */
  readonly octets: Uint8Array;
};

export type LabResponse = {
  readonly id: number;
  readonly opcode: number;
  readonly question: LabQuestion | null;
  readonly recursionDesired: boolean;
  readonly recursionAvailable: boolean;
  readonly authoritative: boolean;
  readonly truncated: boolean;
  readonly rcode: number;
  readonly answers: readonly LabRecord[];
  readonly authorities: readonly LabRecord[];
  readonly additionals: readonly LabRecord[];
  /** Whether an OPT record goes with it. */
  readonly edns: boolean;
};

export type LabReply =
  | { readonly kind: "response"; readonly response: LabResponse; readonly fromOtherPort?: boolean }
  /** Octets as they are, for what no encoder would write. */
  | { readonly kind: "octets"; readonly octets: Uint8Array }
  /** Nothing is sent. */
  | { readonly kind: "silence" }
  /** A TCP connection is cut; over UDP the same as silence. */
  | { readonly kind: "cut" };

/** Must not throw. The signal ends with the server: a handler that waits gives silence then. */
export type DnsHandler = (query: LabQuery, signal: AbortSignal) => Promise<LabReply>;

/** An empty response that fits the query. */
export function responseTo(query: LabQuery, rcode: number): LabResponse {
  return {
    id: query.id,
    opcode: query.opcode,
    question: query.question,
    recursionDesired: query.recursionDesired,
    recursionAvailable: false,
    authoritative: false,
    truncated: false,
    rcode,
    answers: [],
    authorities: [],
    additionals: [],
    edns: query.edns !== null,
  };
}
