// The shapes of the JSON documents' results. Keys are a public contract; names are without the trailing dot.
import type { Finding } from "../checks/finding.ts";
import type { ConnectState } from "../net/probe-outcome.ts";
import type { RpcVerdictKind } from "../rpc/verdict.ts";
import type { ReadResult } from "./read-report.ts";
import type { SymptomReport } from "./symptom-report.ts";
import type { Unexamined } from "./unexamined.ts";
import type { ZoneReport } from "./zone-report.ts";
import type { StoryStep } from "./event.ts";
import type { HostSign, LookupStatus, ServerRole, ServerStatus } from "./observation.ts";

export type SrvRecordReport = {
  readonly owner: string;
  readonly target: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
  readonly ttl: number;
  readonly addresses: readonly string[];
  /** Why `addresses` is as it is; null where the target was not looked up. */
  readonly addressStatus: LookupStatus | null;
};

export type ServerReport = {
  readonly server: string;
  readonly role: ServerRole;
  readonly status: ServerStatus;
  readonly presence: "found" | "nodata" | "nxdomain" | null;
  readonly rcode: string | null;
  readonly authoritative: boolean;
  readonly transport: "udp" | "tcp" | null;
  readonly rttMs: number | null;
  /** Messages sent to the server for this question, over all transports. */
  readonly attempts: number;
  readonly records: readonly SrvRecordReport[];
};

export type DomainStatus = "found" | "nodata" | "nxdomain" | "failed";

export type DomainReport = {
  readonly domain: string;
  readonly owner: string;
  readonly status: DomainStatus;
  readonly records: readonly SrvRecordReport[];
  readonly servers: readonly ServerReport[];
  /** Only where it was asked for. */
  readonly secondOpinion?: SecondOpinionReport | undefined;
};

/** What an independent DNS implementation read from a server, beside what was read first. */
export type SecondOpinionReport = {
  readonly server: string;
  readonly verdict: "agrees" | "differs" | "none";
  readonly detail: string;
};

export type EndpointReport = {
  readonly address: string;
  readonly port: number;
  readonly state: ConnectState;
  readonly code: string | null;
  readonly connectMs: number | null;
  /** TCP connects made; the last one decided. */
  readonly attempts: number;
  /** Only where the port was silent and the host was looked for. */
  readonly host?: HostSign | undefined;
  readonly rpc: { readonly verdict: RpcVerdictKind; readonly detail: string; readonly bindMs: number | null };
};

export type TargetReport = {
  readonly target: string;
  /** How the host name resolved; null for a literal address. */
  readonly lookup: LookupStatus | null;
  readonly endpoints: readonly EndpointReport[];
};

export type DiscoverResult = { readonly domains: readonly DomainReport[] };
export type ProbeResultDocument = { readonly targets: readonly TargetReport[] };
export type DiagnoseResult = DiscoverResult &
  ProbeResultDocument & {
    readonly zones: readonly ZoneReport[];
    readonly suffixes: readonly string[];
    /** What could not be examined, and why. */
    readonly unexamined: readonly Unexamined[];
    /** Only where a symptom was named. */
    readonly symptom?: SymptomReport | undefined;
    /** Only where text was pasted. */
    readonly pasted?: ReadResult | undefined;
  };
export type LabResult = { readonly story: readonly StoryStep[] };

/** The envelope that every command's document has. */
export type ReportDocument<R = unknown> = {
  readonly tool: "kms-doctor";
  readonly version: string;
  readonly command: string;
  readonly startedAt: string;
  readonly elapsedMs: number;
  readonly partial: boolean;
  readonly result: R;
  readonly findings: readonly Finding[];
};
