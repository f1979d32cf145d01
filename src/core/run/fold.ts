// Folds the events of a run into its state. The state is owned by the caller of fold and grows in place: a run
// over 100,000 domains must not copy what it knows at every event, so an earlier state must not be used again.
import { withoutTrailingDot } from "../dns/owner-name.ts";
import { addAnswer, addLookup, domainDraft, domainReport, type DomainDraft } from "./domain-draft.ts";
import type { ProbeFinished, Progress, RunEvent, RunFinished, RunStarted, StoryStep } from "./event.ts";
import { createFindingList, type FindingList } from "./finding-list.ts";
import { createIndexedReports, type IndexedReports } from "./indexed-reports.ts";
import type { DomainReport, TargetReport } from "./report.ts";
import { addEndpoint, targetDraft, targetReport, type TargetDraft } from "./target-draft.ts";

export type RunState = {
  started: RunStarted | undefined;
  finished: RunFinished | undefined;
  progress: Progress | undefined;
  readonly domains: IndexedReports<DomainDraft, DomainReport>;
  readonly targets: IndexedReports<TargetDraft, TargetReport>;
  readonly story: StoryStep[];
  readonly findings: FindingList;
};

export function emptyRunState(): RunState {
  return {
    started: undefined,
    finished: undefined,
    progress: undefined,
    domains: createIndexedReports(domainReport),
    targets: createIndexedReports(targetReport),
    story: [],
    findings: createFindingList(),
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
    state.domains.close(probe.index);
  } else if (probe.kind === "target") {
    state.targets.close(probe.index);
  } else if (probe.kind === "srv" && result.kind === "srv") {
    const draft = state.domains.draft(probe.index, () => domainDraft(probe.domain, probe.owner));
    addAnswer(draft, probe.serverIndex, result.answer);
  } else if (probe.kind === "addresses" && result.kind === "addresses") {
    foldLookup(state, probe, result);
  } else if (probe.kind === "endpoint" && result.kind === "endpoint") {
    const draft = state.targets.draft(probe.index, () => targetDraft(probe.target));
    addEndpoint(draft, probe.addressIndex, result.endpoint);
  } else if (result.kind === "story-step") {
    state.story.push(result.outcome);
  }
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
