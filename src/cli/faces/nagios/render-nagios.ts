// The run as one line for Nagios and its kin, by the Monitoring Plugins guidelines, and the exit code that goes with it.
import type { Finding } from "../../../core/checks/finding.ts";
import type { RunState } from "../../../core/run/fold.ts";
import { worstOf } from "../../../core/run/verdict.ts";
import { reportVerdict, type VerdictKind } from "../report-verdict.ts";
import { escapeNagios } from "./escape-nagios.ts";

const STATES: Readonly<Record<VerdictKind, { readonly word: string; readonly exitCode: 0 | 1 | 2 | 3 }>> = {
  good: { word: "OK", exitCode: 0 },
  warning: { word: "WARNING", exitCode: 1 },
  error: { word: "CRITICAL", exitCode: 2 },
  unknown: { word: "UNKNOWN", exitCode: 3 },
};

export function* renderNagios(state: RunState): Generator<string> {
  const { kind, lines } = reportVerdict(state);
  const worst = firstFinding(state);
  const text = [...lines, ...(worst === undefined ? [] : [`${worst.id}: ${worst.title}`])].join(", ");
  yield `KMS ${STATES[kind].word} - ${escapeNagios(text)} | ${performanceData(state)}\n`;
}

export function nagiosExitCode(state: RunState): 0 | 1 | 2 | 3 {
  return STATES[reportVerdict(state).kind].exitCode;
}

/** Notes are no trouble that a monitoring system should name. */
function firstFinding(state: RunState): Finding | undefined {
  const worst = worstOf(state.findings.counts());
  if (worst === null || worst === "info") return undefined;
  for (const finding of state.findings.inOrder()) if (finding.severity === worst) return finding;
  return undefined;
}

function performanceData(state: RunState): string {
  const { error, warning } = state.findings.counts();
  const seconds = ((state.finished?.elapsedMs ?? 0) / 1000).toFixed(3);
  return [
    `errors=${error};;;;`,
    `warnings=${warning};;;;`,
    `hosts=${hostCount(state)};;;;`,
    `time=${seconds}s;;;;`,
  ].join(" ");
}

/** Hosts with their port that DNS publishes, or that were given to `probe`. */
function hostCount(state: RunState): number {
  if (state.domains.size() === 0) return state.targets.size();
  const hosts = new Set<string>();
  for (const { records } of state.domains.inOrder()) {
    for (const { target, port } of records) if (target !== ".") hosts.add(`${target}:${port}`);
  }
  return hosts.size;
}
