// Tells in a run how the causes of the code that Windows showed stand.
import type { Finding } from "../core/checks/finding.ts";
import type { SeenEvidence } from "../core/kms/error-codes/evidence-key.ts";
import type { SymptomReport } from "../core/run/symptom-report.ts";
import type { EventEmitter } from "./run-events.ts";

/** The table of codes is large: who names no symptom does not load it. */
export type Symptom = {
  readonly code: string;
  readonly judge: (
    seen: SeenEvidence,
    findings: readonly Finding[],
  ) => { readonly report: SymptomReport; readonly findingOrder: readonly string[] };
};

/** Says nothing where no symptom was named. */
export function tellSymptom(
  symptom: Symptom | undefined,
  seen: SeenEvidence,
  findings: readonly Finding[],
  events: EventEmitter,
): void {
  if (symptom === undefined) return;
  const probe = { kind: "symptom", code: symptom.code } as const;
  const result = { kind: "symptom", ...symptom.judge(seen, findings) } as const;
  events.emit({ type: "probe-finished", probe, result });
}
