// Plans, changes and their verification for people.
import { changeResult } from "../../core/run/change-draft.ts";
import type { RunState } from "../../core/run/fold.ts";
import type { PlanReport } from "../../core/plan/plan-report.ts";
import type { RecordReport } from "../../core/plan/change.ts";
import type { ReplicaReport } from "../../core/run/replica-report.ts";
import { escapeText } from "../../core/text/escape-text.ts";
import { columns } from "./layout.ts";
import type { Paint } from "./paint.ts";

export function renderPlan(
  { zone, primary, changes, kept, notes, digest }: PlanReport,
  paint: Paint,
): string {
  const lines = [
    `${paint("strong", `zone ${escapeText(zone)}`)}  at ${primary}, plan ${digest}`,
    ...kept.map((record) => paint("dim", `    ${sayRecord(record)}`)),
    ...changes.map((change) =>
      change.action === "add"
        ? paint("good", `  + ${sayRecord(change)}`)
        : paint("bad", `  - ${sayRecord(change)}`),
    ),
    ...(changes.length === 0 ? ["  nothing to change: the records are as they should be"] : []),
    ...notes.map((note) => `  ${escapeText(note)}`),
  ];
  return `${lines.join("\n")}\n`;
}

function sayRecord({ owner, ttl, type, rdata }: RecordReport): string {
  return escapeText(`${owner} ${ttl} ${type} ${rdata}`);
}

export function* renderChange(state: RunState, paint: Paint): Generator<string> {
  for (const plan of state.change.plans.values()) yield renderPlan(plan, paint);
  const { applied, rcode, journal, verified } = changeResult(state.change);
  if (journal !== null) {
    const word = applied === null ? "not known" : applied ? "done" : "not done";
    const undo = applied === false ? "" : `, 'kms-doctor undo ${journal}' takes it back`;
    yield `\n${paint("strong", word)}${rcode === null ? "" : ` (${rcode})`}${undo}\n`;
  }
  if (verified.length > 0) yield `\n${columns(verified.map(replicaRow)).join("\n")}\n`;
}

function replicaRow({ server, ok, serial, afterMs, why }: ReplicaReport): readonly string[] {
  return [
    `  ${escapeText(server)}`,
    ok ? "as planned" : "not yet",
    serial === null ? "serial not known" : `serial ${serial}`,
    `after ${(afterMs / 1000).toFixed(1)} s`,
    escapeText(why ?? ""),
  ];
}
