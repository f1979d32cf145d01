// A finding: a named, evidenced statement about the network. The ids are a public contract.
import type { FindingId } from "./finding-id.ts";

export type Severity = "error" | "warning" | "info";

export type Finding = {
  readonly id: FindingId;
  readonly severity: Severity;
  /** Owner name, server, zone, or address and port. */
  readonly subject: string;
  readonly title: string;
  readonly detail: string;
  /** What was seen, where, when. */
  readonly evidence: readonly string[];
  /** Commands or steps that can be carried out as they are. */
  readonly remedy: readonly string[];
};

/** What the order of reports depends on. */
export type FindingKey = Pick<Finding, "severity" | "subject" | "id">;

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** The order of every report: severity, then subject, then id. */
export function compareFindings(left: FindingKey, right: FindingKey): number {
  return (
    RANK[left.severity] - RANK[right.severity] ||
    compareText(left.subject, right.subject) ||
    compareText(left.id, right.id)
  );
}

/** True when `severity` is at or above `threshold`. */
export function isAtLeast(severity: Severity, threshold: Severity): boolean {
  return RANK[severity] <= RANK[threshold];
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
