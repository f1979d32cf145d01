// The PDUs that the endpoint sends, each from what it answers.
import { encodeBindAck, type ContextResult } from "../../core/rpc/bind-ack.ts";
import { encodeBindNak } from "../../core/rpc/bind-nak.ts";
import { encodeFault } from "../../core/rpc/fault.ts";
import { PFC, PFC_WHOLE } from "../../core/rpc/pdu-header.ts";
import { encodeResponse } from "../../core/rpc/request.ts";
import type { BindPdu } from "../../core/rpc/bind.ts";

/** What the association of a bound connection was set up with. */
export type Association = {
  readonly assocGroupId: number;
  /** One value for both directions, in octets. */
  readonly maxFrag: number;
};

/** `secondaryAddress` is the port in a bind_ack and empty in an alter_context_resp. */
export function answerBind(
  bind: BindPdu,
  association: Association,
  secondaryAddress: string,
  results: readonly ContextResult[],
): Uint8Array {
  const isBind = bind.kind === "bind";
  const echoed = isBind ? PFC.supportHeaderSign | PFC.concMpx : PFC.supportHeaderSign;
  return encodeBindAck({
    kind: isBind ? "bind-ack" : "alter-context-response",
    byteOrder: "little",
    flags: PFC_WHOLE | (bind.flags & echoed),
    callId: bind.callId,
    maxXmitFrag: association.maxFrag,
    maxRecvFrag: association.maxFrag,
    assocGroupId: association.assocGroupId,
    secondaryAddress: isBind ? secondaryAddress : "",
    results,
  });
}

export function answerNak(callId: number, reason: number): Uint8Array {
  const versions = [{ major: 5, minor: 0 }];
  return encodeBindNak({ byteOrder: "little", flags: PFC_WHOLE, callId, reason, versions });
}

/** `contextId` is 0 where the context is unknown or the fault is about the connection. */
export function answerFault(
  callId: number,
  contextId: number,
  status: number,
  isExecuted: boolean,
): Uint8Array {
  return encodeFault({
    byteOrder: "little",
    flags: isExecuted ? PFC_WHOLE : PFC_WHOLE | PFC.didNotExecute,
    callId,
    // Windows puts 32 here and clients want it not to be zero.
    allocHint: 32,
    contextId,
    cancelCount: 0,
    faultFlags: 0,
    status,
  });
}

/** All answers fit into one fragment: the smallest limit that can be negotiated is 2048 octets. */
export function answerCall(callId: number, contextId: number, stub: Uint8Array): Uint8Array {
  return encodeResponse({
    byteOrder: "little",
    flags: PFC_WHOLE,
    callId,
    allocHint: stub.length,
    contextId,
    cancelCount: 0,
    stub,
  });
}

/** The smaller proposal, but at least 2048 and at most `limit`, in whole units of eight octets. */
export function negotiateMaxFrag(bind: BindPdu, limit: number): number {
  const asked = Math.max(2048, Math.min(bind.maxXmitFrag, bind.maxRecvFrag));
  return Math.min(asked, limit) & ~7;
}
