// What changed between runs: since when a host is as it is, since when a finding holds, and which were mended.
import type { Finding } from "../../core/checks/finding.ts";
import { formatEndpoint } from "../../core/net/endpoint.ts";
import type { EndpointReport } from "../../core/run/report.ts";
import type { RunView } from "./run-view.ts";

export type HostHistory = {
  readonly state: string;
  /** Null where it was so from the first run on. */
  readonly changedAtMs: number | null;
  /** Connect times of the last runs in milliseconds, the newest last; null where it was not open. */
  readonly samples: readonly (number | null)[];
};

export type FindingHistory = { readonly sinceMs: number; readonly isNew: boolean };

export type FixedFinding = { readonly finding: Finding; readonly fixedAtMs: number };

export type HistoryState = {
  /** Runs that were worked in. */
  readonly runs: number;
  readonly hosts: ReadonlyMap<string, HostHistory>;
  readonly findings: ReadonlyMap<string, FindingHistory>;
  /** The latest first. */
  readonly fixed: readonly FixedFinding[];
  /** Not seen any more, but what they speak of could not be examined since: nobody knows whether they are mended. */
  readonly unsettled: readonly Finding[];
  /** What the last run changed, one line each. */
  readonly lastChanges: readonly string[];
};

export const NO_HISTORY: HistoryState = {
  runs: 0,
  hosts: new Map(),
  findings: new Map(),
  fixed: [],
  unsettled: [],
  lastChanges: [],
};

const MOST_SAMPLES = 60;
const MOST_FIXED = 50;

export function findingKey({ id, subject }: Finding): string {
  return `${id} ${subject}`;
}

export function endpointKey(target: string, endpoint: EndpointReport): string {
  return `${target} ${formatEndpoint(endpoint)}`;
}

/** A word for how an endpoint stands: what is compared from run to run. */
export function endpointWord({ state, rpc }: EndpointReport): string {
  return state === "open" && rpc.verdict !== "not-tried" ? `open, ${rpc.verdict}` : state;
}

/** Works in a run that is complete; `before` is the one that was shown until now. */
export function withRun(
  history: HistoryState,
  before: readonly Finding[],
  run: RunView,
  nowMs: number,
): HistoryState {
  const isFirst = history.runs === 0;
  const hosts = hostHistories(history, run, nowMs);
  const findings = findingHistories(history, run, nowMs);
  const gone = [...before, ...history.unsettled].filter((finding) => !findings.has(findingKey(finding)));
  const unsettled = gone.filter((finding) => !wasExamined(finding, run));
  const fixed = gone
    .filter((finding) => wasExamined(finding, run))
    .map((finding) => ({ finding, fixedAtMs: nowMs }));
  const stillFixed = history.fixed.filter(({ finding }) => !findings.has(findingKey(finding)));
  return {
    runs: history.runs + 1,
    hosts,
    findings,
    fixed: [...fixed, ...stillFixed].slice(0, MOST_FIXED),
    unsettled: unsettled.slice(0, MOST_FIXED),
    lastChanges: isFirst ? [] : changesOf(history, { hosts, findings, fixed }),
  };
}

/** Where something could not be determined, or what the finding speaks of was not examined, its absence means nothing. */
function wasExamined({ subject }: Finding, { unknown, unexamined }: RunView): boolean {
  if (unknown > 0) return false;
  return !unexamined.some((each) => subject.includes(each.subject) || each.subject.includes(subject));
}

function hostHistories(
  history: HistoryState,
  { targets }: RunView,
  nowMs: number,
): ReadonlyMap<string, HostHistory> {
  const hosts = new Map<string, HostHistory>();
  for (const { target, endpoints } of targets) {
    for (const endpoint of endpoints) {
      const key = endpointKey(target, endpoint);
      const before = history.hosts.get(key);
      const state = endpointWord(endpoint);
      const hasChanged = history.runs > 0 && before?.state !== state;
      const sample = endpoint.state === "open" ? endpoint.connectMs : null;
      hosts.set(key, {
        state,
        changedAtMs: hasChanged ? nowMs : (before?.changedAtMs ?? null),
        samples: [...(before?.samples ?? []), sample].slice(-MOST_SAMPLES),
      });
    }
  }
  return hosts;
}

function findingHistories(
  history: HistoryState,
  run: RunView,
  nowMs: number,
): ReadonlyMap<string, FindingHistory> {
  return new Map(
    run.findings.map((finding): [string, FindingHistory] => {
      const key = findingKey(finding);
      const before = history.findings.get(key);
      return [
        key,
        before === undefined ? { sinceMs: nowMs, isNew: history.runs > 0 } : { ...before, isNew: false },
      ];
    }),
  );
}

/** One line for each difference to the run before. */
function changesOf(
  before: HistoryState,
  { hosts, findings, fixed }: Pick<HistoryState, "hosts" | "findings" | "fixed">,
): readonly string[] {
  const changes: string[] = [];
  for (const [key, { state }] of hosts) {
    const earlier = before.hosts.get(key);
    if (earlier?.state !== state) changes.push(`${key}: ${earlier?.state ?? "not published"} to ${state}`);
  }
  for (const [key, { state }] of before.hosts)
    if (!hosts.has(key)) changes.push(`${key}: ${state} to not published`);
  for (const [key, { isNew }] of findings) if (isNew) changes.push(`new: ${key}`);
  for (const { finding } of fixed) changes.push(`fixed: ${findingKey(finding)}`);
  return changes;
}
