// Which of a code's causes is likeliest, by what was seen. Nothing is confirmed or ruled out without evidence.
import type { Cause } from "./error-codes/cause.ts";
import { ACTIVATION_CAUSES, type CauseId } from "./error-codes/causes.ts";
import type { EvidenceKey, SeenEvidence } from "./error-codes/evidence-key.ts";
import type { KnownCode } from "./error-codes/known-code.ts";

export type Standing = "confirmed" | "likely" | "possible" | "ruled-out";

export type RankedCause = {
  readonly id: CauseId;
  readonly standing: Standing;
  /** The evidence, or that there is none. */
  readonly because: string;
};

const ORDER: Readonly<Record<Standing, number>> = { confirmed: 0, likely: 1, possible: 2, "ruled-out": 3 };

/**
 * All causes of the code, likeliest first; equals stay in the order of the table. Where it is not confirmed what the code
 * means, no cause of it can be.
 */
export function rankCauses({ causes, isConfirmed }: KnownCode, seen: SeenEvidence): readonly RankedCause[] {
  return causes
    .map((id) => judgeCause(id, seen, isConfirmed ? "confirmed" : "likely"))
    .sort(
      (left, right) =>
        ORDER[left.ranked.standing] - ORDER[right.ranked.standing] || right.weight - left.weight,
    )
    .map(({ ranked }) => ranked);
}

/** `weight` counts what speaks for the cause; `proven` is how a cause with proof stands. */
function judgeCause(
  id: CauseId,
  seen: SeenEvidence,
  proven: Standing,
): { readonly ranked: RankedCause; readonly weight: number } {
  const { confirmedBy, supportedBy, ruledOutBy }: Cause = ACTIVATION_CAUSES[id];
  const proof = evidenceOf(confirmedBy, seen);
  const support = evidenceOf(supportedBy, seen);
  const against = evidenceOf(ruledOutBy, seen);
  const say = (standing: Standing, evidence: readonly string[]) => ({
    ranked: { id, standing, because: evidence.join("; ") },
    weight: proof.length + support.length,
  });
  // What is seen outweighs what elsewhere looks healthy: one of two domains may be in order.
  if (proof.length > 0) return say(proven, [...proof, ...support]);
  // One sight for it and one against it leave it open.
  if (against.length > 0 && support.length > 0)
    return say("possible", [`for it: ${support.join("; ")}`, `against it: ${against.join("; ")}`]);
  if (against.length > 0) return say("ruled-out", against);
  if (support.length > 0) return say("likely", support);
  return say("possible", ["nothing that was seen speaks for or against it"]);
}

function evidenceOf(keys: readonly EvidenceKey[] | undefined, seen: SeenEvidence): readonly string[] {
  return (keys ?? []).flatMap((key) => seen.get(key) ?? []);
}
