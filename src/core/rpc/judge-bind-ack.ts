// The verdict on a bind_ack: is the KMS interface there (MS-RPCE section 3.3.1.5.6, C706 section 12.6.3.1)?
import type { BindPdu, PresentationContext } from "./bind.ts";
import {
  CONTEXT_RESULT,
  decodeBindAck,
  REJECTION_REASON,
  type BindAckPdu,
  type ContextResult,
} from "./bind-ack.ts";
import type { Judgement } from "./judgement.ts";
import { describeContextResult } from "./reason-words.ts";
import { showHex, showOctetText } from "./received-text.ts";
import { describeSyntax, featureBits, isSameSyntax } from "./syntax-id.ts";

type Answered = { readonly context: PresentationContext; readonly answer: ContextResult };

/**
 * Present where any context has result 0 with a syntax that was offered for it; absent where one is answered 2/1
 * and none accepted; 2/2 for all still means that the interface exists. The feature context says nothing about it.
 */
export function judgeBindAck(pdu: Uint8Array, bind: BindPdu): Judgement {
  const ack = decodeBindAck(pdu);
  if (!ack.ok) return malformed(`${ack.error.reason} (offset ${ack.error.offset})`, pdu);
  if (ack.value.results.length !== bind.contexts.length)
    return malformed(`${ack.value.results.length} results for ${bind.contexts.length} contexts`, pdu);
  const answered = pairUp(bind.contexts, ack.value.results);
  const accepted = answered.find(({ answer }) => answer.result === CONTEXT_RESULT.acceptance);
  if (accepted !== undefined) return judgeAcceptance(accepted, ack.value, pdu);
  return judgeRejections(answered, pdu);
}

function pairUp(
  contexts: readonly PresentationContext[],
  results: readonly ContextResult[],
): readonly Answered[] {
  return contexts.flatMap((context, index) => {
    const answer = results[index];
    const isFeature = context.transferSyntaxes.some((syntax) => featureBits(syntax) !== undefined);
    return answer === undefined || isFeature ? [] : [{ context, answer }];
  });
}

function judgeAcceptance({ context, answer }: Answered, ack: BindAckPdu, pdu: Uint8Array): Judgement {
  const offered = context.transferSyntaxes.some((syntax) => isSameSyntax(syntax, answer.transferSyntax));
  if (!offered)
    return malformed(
      `context ${context.contextId} was accepted with ${describeSyntax(answer.transferSyntax)}, not offered`,
      pdu,
    );
  const address = showOctetText(ack.secondaryAddress);
  const named = address === "" ? "" : `, secondary address '${address}'`;
  return {
    verdict: "kms",
    detail: `the KMS interface accepted the bind (${describeSyntax(answer.transferSyntax)}${named})`,
  };
}

function judgeRejections(answered: readonly Answered[], pdu: Uint8Array): Judgement {
  const numbers = [
    ...new Set(answered.map(({ answer }) => describeContextResult(answer.result, answer.reason))),
  ].join(", ");
  const isRejection = ({ answer }: Answered): boolean =>
    answer.result === CONTEXT_RESULT.userRejection || answer.result === CONTEXT_RESULT.providerRejection;
  if (answered.length === 0 || !answered.every(isRejection))
    return malformed(`context results ${numbers}`, pdu);
  const refusedFor =
    (reason: number): ((entry: Answered) => boolean) =>
    ({ answer }) =>
      answer.result === CONTEXT_RESULT.providerRejection && answer.reason === reason;
  const isAbsent = refusedFor(REJECTION_REASON.abstractSyntaxNotSupported);
  const isMismatch = refusedFor(REJECTION_REASON.transferSyntaxesNotSupported);
  if (answered.every(isMismatch))
    return {
      verdict: "kms",
      detail: `the KMS interface exists, but takes neither NDR nor NDR64: context result ${numbers}`,
    };
  // A server that looks at the transfer syntax first answers 2/2 for one it does not speak, whatever the interface.
  if (answered.every((entry) => isAbsent(entry) || isMismatch(entry)))
    return { verdict: "rpc-not-kms", detail: `DCE/RPC without the KMS interface: context result ${numbers}` };
  return {
    verdict: "denied",
    detail: `DCE/RPC refused the KMS interface: context result ${numbers}; try again later`,
  };
}

function malformed(reason: string, pdu: Uint8Array): Judgement {
  return { verdict: "malformed", detail: `malformed bind_ack: ${reason}; it begins ${showHex(pdu)}` };
}
