// Which proposed presentation context is accepted: at most one per bind or alter_context, the preferred transfer syntax
// first (MS-RPCE section 3.3.1.5.6); bind time features are answered beside it.
import { err, ok, type Result } from "../../core/result.ts";
import type { PresentationContext } from "../../core/rpc/bind.ts";
import { CONTEXT_RESULT, REJECTION_REASON, type ContextResult } from "../../core/rpc/bind-ack.ts";
import type { NdrForm } from "../../core/rpc/ndr-shell.ts";
import {
  BIND_FEATURE,
  featureBits,
  isSameSyntax,
  NDR64_SYNTAX,
  NDR_SYNTAX,
  ZERO_SYNTAX,
  type SyntaxId,
} from "../../core/rpc/syntax-id.ts";
import type { RpcInterface } from "./rpc-interface.ts";

export type AcceptedContext = {
  readonly contextId: number;
  readonly rpcInterface: RpcInterface;
  readonly form: NdrForm;
};

export type NegotiationInput = {
  readonly proposed: readonly PresentationContext[];
  /** Contexts that this connection already has. */
  readonly existing: ReadonlyMap<number, AcceptedContext>;
  readonly interfaces: readonly RpcInterface[];
  readonly preferredForms: readonly NdrForm[];
  readonly maxContexts: number;
  /** Features are negotiated in a bind only. */
  readonly isBind: boolean;
};

export type Negotiation = {
  readonly results: readonly ContextResult[];
  readonly accepted: AcceptedContext | null;
};

/** `protocol-error`: nothing proposed, no transfer syntax, features twice, or a context redefined. */
export function negotiateContexts(input: NegotiationInput): Result<Negotiation, "protocol-error"> {
  const { proposed, existing } = input;
  if (proposed.length === 0 || proposed.some((context) => context.transferSyntaxes.length === 0))
    return err("protocol-error");
  const features = proposed.map((context) => offeredFeatures(context, input.isBind));
  if (features.filter((bits) => bits !== undefined).length > 1) return err("protocol-error");
  const real = proposed.filter((_, index) => features[index] === undefined);
  const chosen = choose(real, input);
  if (chosen !== null && isRedefinition(existing.get(chosen.accepted.contextId), chosen.accepted))
    return err("protocol-error");
  const isFull =
    chosen !== null && !existing.has(chosen.accepted.contextId) && existing.size >= input.maxContexts;
  const results = proposed.map((context, index) => {
    const bits = features[index];
    if (bits !== undefined) return negotiateAck(bits);
    if (context === chosen?.proposal)
      return isFull ? reject(REJECTION_REASON.localLimitExceeded) : accept(chosen.accepted.form);
    const isKnown = findInterface(context, input.interfaces) !== undefined;
    return reject(
      isKnown ? REJECTION_REASON.transferSyntaxesNotSupported : REJECTION_REASON.abstractSyntaxNotSupported,
    );
  });
  return ok({ results, accepted: isFull ? null : (chosen?.accepted ?? null) });
}

type Choice = { readonly proposal: PresentationContext; readonly accepted: AcceptedContext };

function choose(proposed: readonly PresentationContext[], input: NegotiationInput): Choice | null {
  for (const form of input.preferredForms) {
    for (const proposal of proposed) {
      const rpcInterface = findInterface(proposal, input.interfaces);
      const offersForm = proposal.transferSyntaxes.some((syntax) => isSameSyntax(syntax, SYNTAX_OF[form]));
      if (rpcInterface !== undefined && offersForm)
        return { proposal, accepted: { contextId: proposal.contextId, rpcInterface, form } };
    }
  }
  return null;
}

function isRedefinition(existing: AcceptedContext | undefined, wanted: AcceptedContext): boolean {
  return (
    existing !== undefined && (existing.rpcInterface !== wanted.rpcInterface || existing.form !== wanted.form)
  );
}

function offeredFeatures(context: PresentationContext, isBind: boolean): number | undefined {
  const first = context.transferSyntaxes[0];
  return first === undefined || !isBind ? undefined : featureBits(first);
}

function findInterface(
  context: PresentationContext,
  interfaces: readonly RpcInterface[],
): RpcInterface | undefined {
  return interfaces.find((candidate) => isSameSyntax(candidate.syntax, context.abstractSyntax));
}

function accept(form: NdrForm): ContextResult {
  return { result: CONTEXT_RESULT.acceptance, reason: 0, transferSyntax: SYNTAX_OF[form] };
}

function reject(reason: number): ContextResult {
  return { result: CONTEXT_RESULT.providerRejection, reason, transferSyntax: ZERO_SYNTAX };
}

function negotiateAck(bits: number): ContextResult {
  return {
    result: CONTEXT_RESULT.negotiateAck,
    reason: bits & SUPPORTED_FEATURES,
    transferSyntax: ZERO_SYNTAX,
  };
}

const SUPPORTED_FEATURES = BIND_FEATURE.securityContextMultiplexing | BIND_FEATURE.keepConnectionOnOrphan;
const SYNTAX_OF: Readonly<Record<NdrForm, SyntaxId>> = { ndr: NDR_SYNTAX, ndr64: NDR64_SYNTAX };
