// A document: one output of a Windows program, found in pasted text, with the facts that were read from it.
import type { PasteLine } from "./paste-line.ts";
import type { AoListFacts } from "./parse-ao-list.ts";
import type { DnsAnswerFacts } from "./dns-answer-facts.ts";
import type { DcdiagFacts } from "./parse-dcdiag-dns.ts";
import type { Ipconfig } from "./parse-ipconfig.ts";
import type { PortqryFacts } from "./parse-portqry.ts";
import type { RegFileFacts } from "./parse-reg-file.ts";
import type { NetConnectionFacts } from "./parse-test-netconnection.ts";
import type { AtoFacts } from "./parse-ato.ts";
import type { OsppFacts } from "./parse-ospp.ts";
import type { SlmgrFacts } from "./slmgr-facts.ts";
import type { EventsFacts } from "./spp-event.ts";
import type { XprFacts } from "./parse-xpr.ts";

/** Numbers of the first and the last line in the text, from 1. */
export type LineRange = readonly [first: number, last: number];

export const SLMGR_KINDS = [
  "slmgr-dlv-host",
  "slmgr-dlv-client",
  "slmgr-dlv-other",
  "slmgr-dli-host",
  "slmgr-dli-client",
  "slmgr-dli-other",
] as const;
export type SlmgrKind = (typeof SLMGR_KINDS)[number];

export type DocumentBody =
  | { readonly kind: SlmgrKind; readonly facts: SlmgrFacts }
  /** Licences of `slmgr /dlv all` that have no key. */
  | { readonly kind: "slmgr-unused"; readonly facts: { readonly name: string | null } }
  | { readonly kind: "slmgr-xpr"; readonly facts: XprFacts }
  | { readonly kind: "slmgr-ato"; readonly facts: AtoFacts }
  | { readonly kind: "slmgr-ao-list"; readonly facts: AoListFacts }
  | { readonly kind: "ospp-dstatus"; readonly facts: OsppFacts }
  | { readonly kind: EventsKind; readonly facts: EventsFacts }
  | { readonly kind: "ipconfig"; readonly facts: Ipconfig }
  | { readonly kind: "nslookup" | "resolve-dnsname"; readonly facts: DnsAnswerFacts }
  | { readonly kind: "test-netconnection"; readonly facts: NetConnectionFacts }
  | { readonly kind: "portqry"; readonly facts: PortqryFacts }
  | { readonly kind: "dcdiag-dns"; readonly facts: DcdiagFacts }
  | { readonly kind: "registry"; readonly facts: RegFileFacts };

export const EVENTS_KINDS = [
  "events-xml",
  "events-json",
  "events-csv",
  "events-text",
  "ospp-dhistorykms",
] as const;
export type EventsKind = (typeof EVENTS_KINDS)[number];

export type DocumentKind = DocumentBody["kind"];

export const DOCUMENT_KINDS = [
  ...SLMGR_KINDS,
  "slmgr-unused",
  "slmgr-xpr",
  "slmgr-ato",
  "slmgr-ao-list",
  "ospp-dstatus",
  ...EVENTS_KINDS,
  "ipconfig",
  "nslookup",
  "resolve-dnsname",
  "test-netconnection",
  "portqry",
  "dcdiag-dns",
  "registry",
] as const satisfies readonly DocumentKind[];

export type WindowsDocument = DocumentBody & { readonly lines: LineRange };

/** What a reader made of the lines from its start on. */
export type Reading = {
  /** Null where the lines belong together, but hold nothing that is known. */
  readonly body: DocumentBody | null;
  /** Index of the first line that is no longer part of it. */
  readonly end: number;
  /** Indexes of lines in it that were not understood. */
  readonly leftOver: readonly number[];
};

/** One kind of output: where it may begin, and how it is read. Both look at few lines, so that the whole stays linear. */
export type DocumentReader = {
  readonly starts: (lines: readonly PasteLine[], index: number) => boolean;
  /** `limit`: index where something else begins; undefined where it was none after all. */
  readonly read: (lines: readonly PasteLine[], start: number, limit: number) => Reading | undefined;
  /** Its start may also be a line in the middle of another kind, so it ends none. */
  readonly isWeak?: true;
};
