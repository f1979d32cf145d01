// Joins the code that Windows showed with what a diagnosis saw.
import type { FindingId } from "./finding-id.ts";
import type { Finding } from "./finding.ts";
import type { Cause } from "../kms/error-codes/cause.ts";
import { ACTIVATION_CAUSES, type CauseId } from "../kms/error-codes/causes.ts";
import type { EvidenceKey, SeenEvidence } from "../kms/error-codes/evidence-key.ts";
import type { KnownCode } from "../kms/error-codes/known-code.ts";
import { nextTest } from "../kms/next-test.ts";
import { rankCauses } from "../kms/rank-causes.ts";
import type { SymptomReport } from "../run/symptom-report.ts";

export type SymptomVerdict = {
  readonly report: SymptomReport;
  /** Ids of findings by the causes that they speak for, likeliest cause first; the report follows this order. */
  readonly findingOrder: readonly FindingId[];
};

/** `seen` is what the findings and their facts come to; both are empty where the run was interrupted. */
export function judgeSymptom(
  symptom: KnownCode,
  seen: SeenEvidence,
  findings: readonly Finding[],
): SymptomVerdict {
  const ranked = rankCauses(symptom, seen);
  const raised = [...new Set(findings.map(({ id }) => id))];
  return {
    report: {
      code: symptom.code,
      causes: ranked.map(({ id, standing, because }) => ({
        cause: ACTIVATION_CAUSES[id].text,
        standing,
        because,
      })),
      nextTest: nextTest(symptom.code, ranked),
    },
    findingOrder: ranked
      .filter(({ standing }) => standing !== "ruled-out")
      .flatMap(({ id }) => keysOf(id))
      .flatMap((key) => raised.find((id) => id === key) ?? [])
      .filter((id, place, all) => all.indexOf(id) === place),
  };
}

function keysOf(id: CauseId): readonly EvidenceKey[] {
  const { confirmedBy = [], supportedBy = [] }: Cause = ACTIVATION_CAUSES[id];
  return [...confirmedBy, ...supportedBy];
}
