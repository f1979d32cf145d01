// The one stream: every use case yields these events, every face (text, JSON, NDJSON, TUI) is made of them.
import type { Finding } from "../checks/finding.ts";
import type { PlanReport } from "../plan/plan-report.ts";
import type { FirewallReport } from "./firewall-report.ts";
import type { ReplicaReport } from "./replica-report.ts";
import type { AddressLookup, EndpointFacts, ServerAnswer } from "./observation.ts";
import type { SecondOpinionReport } from "./report.ts";
import type { SymptomReport } from "./symptom-report.ts";
import type { DocumentReport, NotUnderstoodReport } from "./read-report.ts";
import type { UpdatePolicyReport, ZoneReport } from "./zone-report.ts";

/** Raised when a reader of recorded streams would misread the new form. */
export const EVENT_SCHEMA_VERSION = 1;

/** A step of the lab's story: what was tried, whether it held, and what was seen. */
export type StoryStep = { readonly step: string; readonly held: boolean; readonly detail: string };

/** The SRV question about one domain to one server. */
export type SrvProbe = {
  readonly kind: "srv";
  readonly index: number;
  readonly domain: string;
  readonly owner: string;
  readonly server: string;
  /** Position in the list of servers; answers come in any order. */
  readonly serverIndex: number;
};

/** One address and port of a target; `addressIndex` is its position among the target's addresses. */
export type EndpointProbe = {
  readonly kind: "endpoint";
  readonly index: number;
  readonly target: string;
  readonly addressIndex: number;
  readonly address: string;
  readonly port: number;
};

/** What a probe looks at. `index` is the position of the domain or target in the input. */
export type ProbeSubject =
  | SrvProbe
  | { readonly kind: "domain"; readonly index: number; readonly domain: string; readonly owner: string }
  | { readonly kind: "target"; readonly index: number; readonly target: string }
  | {
      readonly kind: "addresses";
      /** Whether `index` counts domains or targets. */
      readonly of: "domain" | "target";
      readonly index: number;
      readonly name: string;
    }
  | EndpointProbe
  | { readonly kind: "second-opinion"; readonly index: number; readonly server: string }
  | { readonly kind: "suffixes" }
  | { readonly kind: "zone"; readonly index: number; readonly zone: string }
  | { readonly kind: "update-policy"; readonly zone: string }
  | { readonly kind: "replica"; readonly zone: string; readonly server: string }
  | { readonly kind: "firewall"; readonly files: readonly string[] }
  | { readonly kind: "symptom"; readonly code: string }
  /** One output of Windows in a pasted text; and the text as a whole, told after its documents. */
  | { readonly kind: "document"; readonly index: number; readonly file: string }
  | { readonly kind: "text"; readonly file: string }
  | { readonly kind: "story-step"; readonly step: string };

/** What a probe saw; `kind` matches its subject. */
export type ProbeResult =
  | { readonly kind: "srv"; readonly answer: ServerAnswer }
  | { readonly kind: "addresses"; readonly lookup: AddressLookup }
  /** A domain or target is complete: nothing more will be said about it, findings apart. */
  | { readonly kind: "domain" }
  | { readonly kind: "target" }
  | { readonly kind: "endpoint"; readonly endpoint: EndpointFacts }
  | { readonly kind: "second-opinion"; readonly opinion: SecondOpinionReport }
  | { readonly kind: "suffixes"; readonly suffixes: readonly string[] }
  | { readonly kind: "zone"; readonly report: ZoneReport }
  | { readonly kind: "update-policy"; readonly report: UpdatePolicyReport }
  | { readonly kind: "replica"; readonly report: ReplicaReport }
  | { readonly kind: "firewall"; readonly report: FirewallReport }
  /** `findingOrder`: ids of findings by the causes that they speak for, likeliest cause first. */
  | {
      readonly kind: "symptom";
      readonly report: SymptomReport;
      readonly findingOrder: readonly string[];
    }
  | { readonly kind: "document"; readonly report: DocumentReport }
  | {
      readonly kind: "text";
      readonly documents: number;
      readonly notUnderstood: readonly NotUnderstoodReport[];
    }
  | { readonly kind: "story-step"; readonly outcome: StoryStep };

export type RunStarted = {
  readonly type: "run-started";
  readonly schema: typeof EVENT_SCHEMA_VERSION;
  readonly tool: "kms-doctor";
  readonly version: string;
  readonly command: string;
  /** RFC 3339 UTC. */
  readonly startedAt: string;
};
export type ProbeStarted = { readonly type: "probe-started"; readonly probe: ProbeSubject };
export type ProbeFinished = {
  readonly type: "probe-finished";
  readonly probe: ProbeSubject;
  readonly result: ProbeResult;
};
export type FindingRaised = { readonly type: "finding-raised"; readonly finding: Finding };
/** What is about to be changed in one zone; again where somebody else changed it meanwhile. */
export type PlanReady = { readonly type: "plan-ready"; readonly plan: PlanReport };
export type ChangeApplied = {
  readonly type: "change-applied";
  readonly zone: string;
  readonly primary: string;
  /** Null where it could not be read back. */
  readonly applied: boolean | null;
  readonly rcode: string | null;
  /** The id of the journal entry. */
  readonly journal: string;
  readonly evidence: readonly string[];
};
export type Progress = {
  readonly type: "progress";
  readonly unit: "domains" | "endpoints";
  readonly done: number;
  /** Null while the input is still being read. */
  readonly total: number | null;
};
export type RunFinished = {
  readonly type: "run-finished";
  readonly elapsedMs: number;
  /** True when the run was cancelled: the report holds what was known by then. */
  readonly partial: boolean;
};

export type RunEvent =
  | RunStarted
  | ProbeStarted
  | ProbeFinished
  | FindingRaised
  | PlanReady
  | ChangeApplied
  | Progress
  | RunFinished;
