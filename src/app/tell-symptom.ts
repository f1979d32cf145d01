// Tells in a run how the causes of the code that Windows showed stand.
import type { Finding } from "../core/checks/finding.ts";
import { judgeSymptom } from "../core/checks/judge-symptom.ts";
import type { SeenEvidence } from "../core/kms/error-codes/evidence-key.ts";
import type { KnownCode } from "../core/kms/error-codes/known-code.ts";
import type { EventEmitter } from "./run-events.ts";

/** Says nothing where no symptom was named. */
export function tellSymptom(
  symptom: KnownCode | undefined,
  seen: SeenEvidence,
  findings: readonly Finding[],
  events: EventEmitter,
): void {
  if (symptom === undefined) return;
  const probe = { kind: "symptom", code: symptom.code } as const;
  const result = { kind: "symptom", ...judgeSymptom(symptom, seen, findings) } as const;
  events.emit({ type: "probe-finished", probe, result });
}
