// Folds the events of a run into its state. The state is owned by the caller of fold and grows in place: a run
// over 100,000 domains must not copy what it knows at every event, so an earlier state must not be used again.
import { withoutTrailingDot } from "../dns/owner-name.ts";
import { changeDraft, type ChangeDraft } from "./change-draft.ts";
import { addAnswer, addLookup, domainDraft, domainReport, type DomainDraft } from "./domain-draft.ts";
import type { ProbeFinished, Progress, RunEvent, RunFinished, RunStarted, StoryStep } from "./event.ts";
import type { FirewallReport } from "./firewall-report.ts";
import { createFindingList, type FindingList } from "./finding-list.ts";
import { createIndexedReports, type IndexedReports } from "./indexed-reports.ts";
import type { DomainReport, TargetReport } from "./report.ts";
import type { DocumentReport, NotUnderstoodReport } from "./read-report.ts";
import type { UpdatePolicyReport, ZoneReport } from "./zone-report.ts";
import type { SymptomReport } from "./symptom-report.ts";
import { addEndpoint, targetDraft, targetReport, type TargetDraft } from "./target-draft.ts";

export type RunState = {
  started: RunStarted | undefined;
  finished: RunFinished | undefined;
  progress: Progress | undefined;
  readonly domains: IndexedReports<DomainDraft, DomainReport>;
  readonly targets: IndexedReports<TargetDraft, TargetReport>;
  readonly zones: Map<number, ZoneReport>;
  suffixes: readonly string[];
  updatePolicy: UpdatePolicyReport | undefined;
  readonly change: ChangeDraft;
  /** A change was asked for, and was not made. */
  isUnmade: boolean;
  /** Only where a symptom was named. */
  symptom: SymptomReport | undefined;
  /** Only where text was pasted. */
  readonly pasted: { readonly documents: DocumentReport[]; readonly notUnderstood: NotUnderstoodReport[] };
  /** What the rules of a firewall come to; only where there were any. */
  firewall: FirewallReport | undefined;
  readonly story: StoryStep[];
  readonly findings: FindingList;
  /** Domains and targets of which something could not be determined. */
  unknown: number;
};

export function emptyRunState(): RunState {
  return {
    started: undefined,
    finished: undefined,
    progress: undefined,
    domains: createIndexedReports(domainReport),
    targets: createIndexedReports(targetReport),
    zones: new Map(),
    suffixes: [],
    updatePolicy: undefined,
    change: changeDraft(),
    isUnmade: false,
    symptom: undefined,
    pasted: { documents: [], notUnderstood: [] },
    firewall: undefined,
    story: [],
    findings: createFindingList(),
    unknown: 0,
  };
}

/** Takes over `state` and returns it with the event worked in. */
export function fold(state: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case "run-started":
      state.started = event;
      break;
    case "probe-started":
      foldStart(state, event.probe);
      break;
    case "probe-finished":
      foldProbe(state, event);
      break;
    case "finding-raised":
      state.findings.add(event.finding);
      if (event.finding.id === "update-failed") state.isUnmade = true;
      break;
    case "plan-ready":
      state.change.plans.set(event.plan.zone, event.plan);
      break;
    case "change-applied":
      state.change.applied.set(event.zone, event);
      if (event.applied === null) state.unknown += 1;
      break;
    case "progress":
      state.progress = event;
      break;
    case "run-finished":
      state.finished = event;
      break;
  }
  return state;
}

function foldStart(state: RunState, probe: ProbeFinished["probe"]): void {
  if (probe.kind === "domain") state.domains.draft(probe.index, () => domainDraft(probe.domain, probe.owner));
  if (probe.kind === "target") state.targets.draft(probe.index, () => targetDraft(probe.target));
}

function foldProbe(state: RunState, { probe, result }: ProbeFinished): void {
  if (probe.kind === "domain") {
    const report = state.domains.close(probe.index);
    if (report !== undefined && isDomainUnknown(report)) state.unknown += 1;
  } else if (probe.kind === "target") {
    const report = state.targets.close(probe.index);
    if (report !== undefined && isTargetUnknown(report)) state.unknown += 1;
  } else if (probe.kind === "srv" && result.kind === "srv") {
    const draft = state.domains.draft(probe.index, () => domainDraft(probe.domain, probe.owner));
    addAnswer(draft, probe.serverIndex, result.answer);
  } else if (probe.kind === "addresses" && result.kind === "addresses") {
    foldLookup(state, probe, result);
  } else if (probe.kind === "endpoint" && result.kind === "endpoint") {
    const draft = state.targets.draft(probe.index, () => targetDraft(probe.target));
    addEndpoint(draft, probe.addressIndex, result.endpoint);
  } else if (probe.kind === "second-opinion" && result.kind === "second-opinion") {
    state.domains.draft(probe.index, () => domainDraft("", "")).secondOpinion = result.opinion;
  } else if (probe.kind === "zone" && result.kind === "zone") {
    state.zones.set(probe.index, result.report);
  } else if (result.kind === "suffixes") {
    state.suffixes = result.suffixes;
  } else if (result.kind === "update-policy") {
    state.updatePolicy = result.report;
    if (result.report.policy === "unknown") state.unknown += 1;
  } else if (result.kind === "replica") {
    state.change.verified.push(result.report);
    if (!result.report.ok && result.report.serial === null) state.unknown += 1;
  } else if (result.kind === "firewall") {
    state.firewall = result.report;
  } else if (result.kind === "symptom") {
    state.symptom = result.report;
    state.findings.putFirst(result.findingOrder);
  } else if (result.kind === "document") {
    state.pasted.documents.push(result.report);
  } else if (result.kind === "text") {
    for (const lines of result.notUnderstood) state.pasted.notUnderstood.push(lines);
    if (result.documents === 0) state.unknown += 1;
  } else if (result.kind === "story-step") {
    state.story.push(result.outcome);
  }
}

/** No server could tell, or not where the published hosts are. */
export function isDomainUnknown({ status, records }: DomainReport): boolean {
  return status === "failed" || records.some((record) => record.addressStatus === "failed");
}

/** The name could not be resolved, or this machine could not try an address. */
export function isTargetUnknown({ lookup, endpoints }: TargetReport): boolean {
  return lookup === "failed" || endpoints.some((endpoint) => endpoint.state === "error");
}

function foldLookup(
  state: RunState,
  probe: Extract<ProbeFinished["probe"], { readonly kind: "addresses" }>,
  { lookup }: Extract<ProbeFinished["result"], { readonly kind: "addresses" }>,
): void {
  if (probe.of === "domain") {
    const draft = state.domains.draft(probe.index, () => domainDraft("", ""));
    addLookup(draft, withoutTrailingDot(lookup.name), lookup);
  } else {
    const draft = state.targets.draft(probe.index, () => targetDraft(""));
    draft.lookup = lookup.status;
  }
}
