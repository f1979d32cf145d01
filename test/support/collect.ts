// Runs a use case to its end and gives its events and its report.
import { reportDocument } from "../../src/core/run/document.ts";
import type { RunEvent } from "../../src/core/run/event.ts";
import { emptyRunState, fold } from "../../src/core/run/fold.ts";
import type { ReportDocument } from "../../src/core/run/report.ts";

export type Collected<R> = { readonly events: readonly RunEvent[]; readonly report: ReportDocument<R> };

export async function collect<R>(run: AsyncIterable<RunEvent>): Promise<Collected<R>> {
  const events: RunEvent[] = [];
  let state = emptyRunState();
  for await (const event of run) {
    events.push(event);
    state = fold(state, event);
  }
  return { events, report: reportDocument(state) as ReportDocument<R> };
}

export function findingIds(report: ReportDocument): readonly string[] {
  return report.findings.map((finding) => finding.id);
}
