// What was seen, as values: rules judge them, events carry them, the fold arranges them into a report.
import type { DnsAttempt } from "../dns/exchange.ts";
import type { OwnerName } from "../dns/owner-name.ts";
import type { SrvRecord } from "../dns/record.ts";
import type { EndpointOutcome } from "../net/probe-outcome.ts";

/**
 * answered: the server gave a usable answer (records, NODATA or NXDOMAIN) · referral: it sent us elsewhere ·
 * not-asked: it had not answered many questions before, so it was spared.
 */
export type ServerStatus =
  | "answered"
  | "referral"
  | "servfail"
  | "refused"
  | "other-rcode"
  | "timeout"
  | "unreachable"
  | "closed"
  | "malformed"
  | "local-failure"
  | "cancelled"
  | "not-asked";

/** Where the server's address came from: the operator, this machine's set-up, or the zone's NS set. */
export type ServerRole = "given" | "configured" | "name-server";

/** One server's word on one question: the SRV records of a domain, or the addresses of a host. */
export type ServerAnswer = {
  /** What it was asked: `_vlmcs._tcp.corp.test SRV`. */
  readonly question: string;
  readonly server: string;
  readonly role: ServerRole;
  readonly status: ServerStatus;
  /** What the answer says of the owner name; null where the server gave no usable answer. */
  readonly presence: "found" | "nodata" | "nxdomain" | null;
  /** Mnemonic of the response code, null where nothing could be decoded. */
  readonly rcode: string | null;
  readonly authoritative: boolean;
  readonly transport: "udp" | "tcp" | null;
  readonly rttMs: number | null;
  readonly records: readonly SrvRecord[];
  /** Serial of the zone's SOA at this server; null where it was not asked for or not told. */
  readonly serial: number | null;
  /** Seconds for which a negative answer may be kept; null for others, and where no SOA came with it. */
  readonly negativeTtlSeconds: number | null;
  /** Names that the owner led through (CNAME), in order, without the owner itself. */
  readonly aliases: readonly OwnerName[];
  /** Every attempt of every exchange with this server for this question. */
  readonly attempts: readonly DnsAttempt[];
  /** How often the question was put (twice after SERVFAIL or REFUSED). */
  readonly asked: number;
  /** RFC 3339 UTC time at which the outcome stood. */
  readonly at: string;
};

/** found, or why there is no address; `failed`: nobody could tell, which is not the same as none. */
export type LookupStatus = "found" | "nodata" | "nxdomain" | "failed";

/** The addresses of one host name. */
export type AddressLookup = {
  readonly name: OwnerName;
  readonly status: LookupStatus;
  readonly addresses: readonly string[];
  /** CNAMEs that the name led through. */
  readonly aliases: readonly OwnerName[];
  /** Who said so: a server, `hosts file`, or the servers that failed. */
  readonly source: string;
  readonly at: string;
};

/** One domain, as far as it was looked at. */
export type DomainFacts = {
  /** Without the trailing dot, A-labels. */
  readonly domain: string;
  readonly owner: OwnerName;
  readonly answers: readonly ServerAnswer[];
  /** What all of them together publish, exact duplicates left out. */
  readonly records: readonly SrvRecord[];
  /** By target name. A target without an entry was not looked up. */
  readonly lookups: ReadonlyMap<OwnerName, AddressLookup>;
  /** For targets without an address: the name that was meant and does resolve, where that was looked for. */
  readonly meant?: ReadonlyMap<OwnerName, OwnerName>;
};

/**
 * Whether a host with a silent port is there at all. up: it answers at another port, or is among this machine's
 * neighbours · absent: no neighbour has the address · unknown: can't be told from here.
 */
export type HostSign = { readonly state: "up" | "absent" | "unknown"; readonly evidence: string };

/** One address of a target: the deciding attempt, and those before it. */
export type EndpointFacts = EndpointOutcome & {
  /** All connects in order; the last one decided. */
  readonly attempts: readonly {
    readonly state: string;
    readonly code: string | null;
    readonly ms: number | null;
  }[];
  readonly at: string;
  /** Only where the port was silent and the host was looked for. */
  readonly host?: HostSign | undefined;
};

/** One `HOST:PORT` of a probe. */
export type TargetFacts = {
  /** `kms1.corp.test:1688`. */
  readonly target: string;
  /** Null where the host was given as a literal address. */
  readonly lookup: AddressLookup | null;
  readonly endpoints: readonly EndpointFacts[];
};

/** What one DNS server did over the whole run. */
export type ServerTally = {
  readonly server: string;
  readonly role: ServerRole;
  readonly questions: number;
  readonly answered: number;
  /** Questions that ended this way, by status. */
  readonly byStatus: Readonly<Partial<Record<ServerStatus, number>>>;
  readonly udpAnswers: number;
  readonly tcpAnswers: number;
  /** Attempts that ended in silence or refusal by the network, by transport. */
  readonly udpFailures: number;
  readonly tcpFailures: number;
  /** UDP attempts that brought only what can't be used: undecodable, from another address, or to another question. */
  readonly udpMangled: number;
  /** UDP answers with TC set whose TCP repetition failed. */
  readonly truncatedWithoutTcp: number;
  /** Answers to attempts with EDNS, whatever they said but that EDNS is not understood. */
  readonly ednsAnswers: number;
  /** Attempts with EDNS that were answered FORMERR, NOTIMP or BADVERS, where the same without it was answered well. */
  readonly ednsObjections: number;
  /** Questions that met silence with EDNS and were answered without it: a lost packet looks the same. */
  readonly ednsSilences: number;
  /** First words of evidence by kind of trouble. */
  readonly samples: readonly string[];
};
