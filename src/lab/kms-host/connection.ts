// One connection as a pure state machine: octets in, PDUs and endings out. Sockets and timers are the session's business.
import { decodeBind } from "../../core/rpc/bind.ts";
import { NAK_REASON } from "../../core/rpc/bind-nak.ts";
import { PTYPE } from "../../core/rpc/pdu-header.ts";
import { answerBind, answerNak, negotiateMaxFrag, type Association } from "./answers.ts";
import { createBoundState, type BoundState } from "./bound-state.ts";
import type { ConnectionAction, ConnectionSetup } from "./connection-setup.ts";
import { negotiateContexts } from "./negotiate-contexts.ts";
import { createPduFramer, type Framed } from "./pdu-framer.ts";

export type Connection = {
  readonly push: (chunk: Uint8Array) => void;
  /** One call per PDU: what to do about it; null until more octets come. After a close there is nothing more. */
  readonly next: () => ConnectionAction | null;
  readonly isBound: () => boolean;
  /** Octets received and not yet used. */
  readonly pending: () => number;
  /** To be called once when the connection is over. */
  readonly release: () => void;
};

export function createConnection(setup: ConnectionSetup): Connection {
  const framer = createPduFramer(setup.limits.pduLength);
  let bound: BoundState | null = null;
  let association: Association | null = null;
  let pduCount = 0;
  let isClosed = false;

  const refuse = (callId: number, reason: number): ConnectionAction => {
    setup.note({ kind: "bind-nak", reason });
    return { kind: "close", bytes: answerNak(callId, reason) };
  };
  const bindFirst = (framed: Framed): ConnectionAction => {
    const { callId, ptype, authLength } = framed.header;
    if (framed.kind === "broken") return refuse(callId, NAK_REASON.protocolVersionNotSupported);
    if (ptype !== PTYPE.bind)
      return KNOWN_PTYPES.has(ptype) ? refuse(callId, NAK_REASON.protocolVersionNotSupported) : CLOSE;
    if (setup.isBusy) return refuse(callId, NAK_REASON.localLimitExceeded);
    const bind = decodeBind(framed.bytes);
    if (!bind.ok) return refuse(callId, NAK_REASON.protocolVersionNotSupported);
    if (authLength > 0) return refuse(callId, authRefusal(framed.bytes, authLength));
    const negotiation = negotiateContexts({
      proposed: bind.value.contexts,
      existing: new Map(),
      interfaces: setup.interfaces,
      preferredForms: setup.preferredForms,
      maxContexts: setup.limits.contextsPerConnection,
      isBind: true,
    });
    if (!negotiation.ok) return refuse(callId, NAK_REASON.notSpecified);
    const assocGroupId = setup.groups.join(bind.value.assocGroupId);
    if (assocGroupId === undefined) return refuse(callId, NAK_REASON.notSpecified);
    association = { assocGroupId, maxFrag: negotiateMaxFrag(bind.value, setup.limits.pduLength) };
    const { accepted, results } = negotiation.value;
    bound = createBoundState(setup, association, accepted);
    setup.note(
      accepted === null
        ? { kind: "bind-rejected" }
        : { kind: "bind-accepted", interface: accepted.rpcInterface.name, transferSyntax: accepted.form },
    );
    return { kind: "send", bytes: answerBind(bind.value, association, setup.secondaryAddress, results) };
  };
  const handle = (framed: Framed): ConnectionAction => {
    if (bound === null) return bindFirst(framed);
    if (framed.kind === "pdu" && framed.header.ptype === PTYPE.bind)
      return refuse(framed.header.callId, NAK_REASON.notSpecified);
    return bound.handle(framed);
  };
  return {
    push: (chunk) => {
      if (!isClosed) framer.push(chunk);
    },
    next: () => {
      const framed = isClosed ? null : framer.next();
      if (framed === null) return null;
      pduCount += 1;
      const action = pduCount > setup.limits.pdusPerConnection ? CLOSE : handle(framed);
      isClosed = action.kind === "close";
      return action;
    },
    isBound: () => bound !== null,
    pending: () => framer.pending(),
    release: () => {
      if (association !== null) setup.groups.leave(association.assocGroupId);
      association = null;
    },
  };
}

const CLOSE: ConnectionAction = { kind: "close", bytes: new Uint8Array(0) };
const KNOWN_PTYPES: ReadonlySet<number> = new Set(Object.values(PTYPE));

/** Levels 2 (connect) to 6 (privacy) name a security package that we do not have; other levels are no levels. */
function authRefusal(pdu: Uint8Array, authLength: number): number {
  const level = pdu[pdu.length - authLength - 7] ?? 0;
  return level >= 2 && level <= 6 ? NAK_REASON.authTypeNotRecognized : NAK_REASON.notSpecified;
}
