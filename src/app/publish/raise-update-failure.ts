// Raises update-failed for a step that did not come to its end.
import { judge } from "../../core/checks/rule.ts";
import { sayNodeDenial } from "../../core/checks/node-right.ts";
import type { SignerIdentity } from "../../core/checks/signer-identity.ts";
import { tsigReason } from "../../core/checks/tsig-words.ts";
import { updateFailed, type UpdateFailure } from "../../core/checks/update-failed.ts";
import { withoutTrailingDot, type OwnerName } from "../../core/dns/owner-name.ts";
import { formatEndpoint } from "../../core/net/endpoint.ts";
import { guessProduct } from "../../core/plan/guess-product.ts";
import type { Plan } from "../../core/plan/plan.ts";
import type { EventEmitter } from "../run-events.ts";
import type { Applied } from "./apply-plan.ts";
import type { CarryOutInput, PreparedStep } from "./carry-out.ts";
import type { PublishPorts } from "./publish-ports.ts";

/** Says why nothing, or not all, was changed. `stays`: what earlier steps did. */
export function raiseUpdateFailure(
  step: PreparedStep,
  input: CarryOutInput,
  applied: Extract<Applied, { readonly kind: "refused" | "stale" | "partly" }>,
  stays: string | null,
  ports: PublishPorts,
  events: EventEmitter,
): void {
  const identity = ports.signer?.identity() ?? null;
  const denial =
    identity?.kind === "gss-tsig" && applied.kind === "refused" && applied.rcode !== null
      ? sayNodeDenial(applied.rcode, identity.account, nodeOf(step.plan))
      : null;
  const because =
    denial?.because ??
    (applied.kind === "stale"
      ? "somebody else changes the same records all the time"
      : (signatureReason(applied, identity) ?? applied.because));
  const first = applied.kind === "refused" && applied.remedy !== null ? [applied.remedy] : [];
  const exchange = applied.kind === "refused" ? applied.exchange : null;
  const outcome = exchange?.outcome;
  const isAnswered = outcome?.kind === "answered" || outcome?.kind === "unauthenticated";
  const failure: UpdateFailure = {
    subject: withoutTrailingDot(step.plan.zone),
    what: input.what,
    because: [`${formatEndpoint(step.primary)}: ${because}`, ...(stays === null ? [] : [stays])].join("; "),
    evidence: applied.evidence,
    wish: input.wish,
    removal: input.removal,
    // What was not sent, or not answered with a no, is nobody's to allow.
    isRefusal: isAnswered,
    staysChanged: stays !== null,
    product: isAnswered
      ? guessProduct({
          rcode: outcome.message.rcode,
          authoritative: outcome.message.authoritative,
          hasQuestion: outcome.message.question !== null,
          activeDirectory: false,
          hasTsigError: outcome.tsig?.kind === "error",
        })
      : null,
    signedBy: identity,
    remedy: denial?.remedy ?? first,
  };
  for (const finding of judge([updateFailed], failure)) events.emit({ type: "finding-raised", finding });
}

/** Why the server did not take the signature, where it says so. */
function signatureReason(
  applied: Extract<Applied, { readonly kind: "refused" | "partly" }>,
  identity: SignerIdentity | null,
): string | null {
  if (applied.kind === "partly" || identity?.kind !== "tsig") return null;
  const outcome = applied.exchange?.outcome;
  if (outcome?.kind !== "answered" && outcome?.kind !== "unauthenticated") return null;
  const reason = tsigReason(identity.keyName, outcome.tsig, outcome.message.rcode);
  return reason === null ? null : `${reason} (${applied.because})`;
}

/** The name that the account may not write, as far as can be told: most likely the one that several hosts share. */
function nodeOf({ changes, zone }: Plan): OwnerName {
  const records = changes.map(({ record }) => record);
  return (records.find(({ type }) => type === "SRV") ?? records[0])?.owner ?? zone;
}
