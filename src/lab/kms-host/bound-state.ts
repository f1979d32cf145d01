// A bound connection: alter_context, calls and what else may come after the bind.
import { decodeBind } from "../../core/rpc/bind.ts";
import { NCA_STATUS } from "../../core/rpc/fault.ts";
import { PTYPE } from "../../core/rpc/pdu-header.ts";
import { decodeRequest, type RequestPdu } from "../../core/rpc/request.ts";
import { answerBind, answerCall, answerFault, type Association } from "./answers.ts";
import { createCallAssembler } from "./call-assembler.ts";
import type { ConnectionAction, ConnectionSetup } from "./connection-setup.ts";
import { negotiateContexts, type AcceptedContext } from "./negotiate-contexts.ts";
import type { Framed } from "./pdu-framer.ts";

export type BoundState = {
  /** Answers any PDU but a bind. */
  readonly handle: (framed: Framed) => ConnectionAction;
};

type WholePdu = Extract<Framed, { kind: "pdu" }>;

export function createBoundState(
  setup: ConnectionSetup,
  association: Association,
  first: AcceptedContext | null,
): BoundState {
  const contexts = new Map<number, AcceptedContext>(first === null ? [] : [[first.contextId, first]]);
  const assembler = createCallAssembler(setup.limits.stubLength);
  let callCount = 0;

  const fault = (callId: number, contextId: number, status: number, isExecuted: boolean): Uint8Array => {
    setup.note({ kind: "fault", status });
    return answerFault(callId, contextId, status, isExecuted);
  };
  const breakOff = (
    callId: number,
    isExecuted: boolean,
    status: number = NCA_STATUS.protocolError,
    contextId = 0,
  ): ConnectionAction => ({ kind: "close", bytes: fault(callId, contextId, status, isExecuted) });

  const alter = (pdu: WholePdu): ConnectionAction => {
    const { callId } = pdu.header;
    const request = decodeBind(pdu.bytes);
    if (!request.ok) return breakOff(callId, false);
    const negotiation = negotiateContexts({
      proposed: request.value.contexts,
      existing: contexts,
      interfaces: setup.interfaces,
      preferredForms: setup.preferredForms,
      maxContexts: setup.limits.contextsPerConnection,
      isBind: false,
    });
    if (!negotiation.ok) return breakOff(callId, false);
    const { accepted, results } = negotiation.value;
    if (accepted !== null) contexts.set(accepted.contextId, accepted);
    return { kind: "send", bytes: answerBind(request.value, association, "", results) };
  };

  const call = (request: RequestPdu, stub: Uint8Array): ConnectionAction => {
    const { callId, contextId, opnum, byteOrder } = request;
    callCount += 1;
    if (callCount > setup.limits.callsPerConnection)
      return breakOff(callId, false, NCA_STATUS.serverTooBusy, contextId);
    const context = contexts.get(contextId);
    if (context === undefined)
      return { kind: "send", bytes: fault(callId, 0, NCA_STATUS.unknownInterface, false) };
    setup.note({ kind: "call", interface: context.rpcInterface.name, opnum });
    const outcome = context.rpcInterface.dispatch({ opnum, stub, form: context.form, byteOrder });
    const bytes =
      outcome.kind === "response"
        ? answerCall(callId, contextId, outcome.stub)
        : fault(callId, contextId, outcome.status, outcome.isExecuted);
    return { kind: "send", bytes };
  };

  const receive = (pdu: WholePdu): ConnectionAction => {
    const { callId } = pdu.header;
    const request = decodeRequest(pdu.bytes);
    if (!request.ok) return breakOff(callId, true);
    const assembled = assembler.add(request.value);
    if (assembled.kind === "incomplete") return NOTHING;
    if (assembled.kind === "call") return call(assembled.first, assembled.stub);
    return breakOff(callId, true, assembled.kind === "too-long" ? NCA_STATUS.accessDenied : undefined);
  };

  return {
    handle: (framed) => {
      const { callId, ptype, authLength } = framed.header;
      // A request that is too long is a fragment error: the call may have been begun.
      if (framed.kind === "broken") return breakOff(callId, framed.isTooLong && ptype === PTYPE.request);
      // Nobody has authenticated here, so a trailer is refused wherever it stands.
      if (authLength > 0) return breakOff(callId, true, NCA_STATUS.accessDenied, contextIdOf(framed));
      if (ptype === PTYPE.request) return receive(framed);
      if (ptype === PTYPE.alterContext) return alter(framed);
      if (ptype === PTYPE.coCancel || ptype === PTYPE.orphaned) {
        if (ptype === PTYPE.orphaned) assembler.drop(callId);
        return NOTHING;
      }
      return KNOWN_PTYPES.has(ptype) ? breakOff(callId, false) : { kind: "close", bytes: NOTHING.bytes };
    },
  };
}

function contextIdOf(pdu: WholePdu): number {
  const request = decodeRequest(pdu.bytes);
  return request.ok ? request.value.contextId : 0;
}

const NOTHING = { kind: "send", bytes: new Uint8Array(0) } as const;
const KNOWN_PTYPES: ReadonlySet<number> = new Set(Object.values(PTYPE));
