// What is known of a run, as values for the screens. The folded state grows in place; a view stays as it was made.
import type { Finding } from "../../core/checks/finding.ts";
import type { Progress } from "../../core/run/event.ts";
import type { SeverityCounts } from "../../core/run/finding-list.ts";
import type { DomainReport, TargetReport } from "../../core/run/report.ts";
import type { Unexamined } from "../../core/run/unexamined.ts";
import type { ZoneReport } from "../../core/run/zone-report.ts";

/** running · done · partial: interrupted, or recorded so · failed: it could not be carried out. */
export type RunPhase = "idle" | "running" | "done" | "partial" | "failed";

export type RunView = {
  readonly phase: RunPhase;
  /** Milliseconds since the epoch; null before the first. */
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly command: string;
  readonly domains: readonly DomainReport[];
  readonly targets: readonly TargetReport[];
  readonly zones: readonly ZoneReport[];
  readonly suffixes: readonly string[];
  readonly findings: readonly Finding[];
  readonly counts: SeverityCounts;
  readonly unexamined: readonly Unexamined[];
  readonly progress: Progress | undefined;
  /** Domains and targets of which something could not be determined. */
  readonly unknown: number;
  /** Why it failed: one line each, what happened and what to do. */
  readonly failure: string | null;
};

export const NO_RUN: RunView = {
  phase: "idle",
  startedAtMs: null,
  endedAtMs: null,
  command: "diagnose",
  domains: [],
  targets: [],
  zones: [],
  suffixes: [],
  findings: [],
  counts: { error: 0, warning: 0, info: 0 },
  unexamined: [],
  progress: undefined,
  unknown: 0,
  failure: null,
};
