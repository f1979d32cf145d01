// The findings that a report for people tells in full; of very many of one kind only the first.
import type { Finding } from "../../core/checks/finding.ts";
import { plural } from "../text/layout.ts";

const FULL_PER_ID = 50;

export type ToldFindings = {
  readonly told: readonly Finding[];
  /** A sentence for each kind that was cut. */
  readonly leftOut: readonly string[];
};

export function toldFindings(findings: Iterable<Finding>): ToldFindings {
  const counts = new Map<string, number>();
  const told: Finding[] = [];
  for (const finding of findings) {
    const earlier = counts.get(finding.id) ?? 0;
    counts.set(finding.id, earlier + 1);
    if (earlier < FULL_PER_ID) told.push(finding);
  }
  const leftOut = [...counts]
    .filter(([, count]) => count > FULL_PER_ID)
    .map(
      ([id, count]) =>
        `… and ${plural(count - FULL_PER_ID, "more finding")} ${id}; the JSON report has them all.`,
    );
  return { told, leftOut };
}
