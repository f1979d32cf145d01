// The verdict on whatever came back for the prober's bind: the decision table of the RPC fact sheet as a pure function.
import type { BindPdu } from "./bind.ts";
import { decodeBindNak, NAK_REASON } from "./bind-nak.ts";
import { isBinaryBanner, recognizeBanner } from "./banner.ts";
import { decodeFault } from "./fault.ts";
import { judgeBindAck } from "./judge-bind-ack.ts";
import type { Judgement } from "./judgement.ts";
import { PDU_HEADER_LENGTH, PTYPE, readPduHeader, decodePduHeader, type PduHeader } from "./pdu-header.ts";
import { describeFaultStatus, describeNakReason } from "./reason-words.ts";
import { showHex } from "./received-text.ts";

/** How the answer ended: not yet, by FIN, by RST, by our deadline, or by our limit on its size. */
export type AnswerEnding = "open" | "closed" | "reset" | "deadline" | "full";

/** A line end or this many octets decide what a service that is not DCE/RPC says. */
const ENOUGH_TEXT = 64;

/**
 * Judges the octets received so far. Null means that more may come and would matter; with any `ending` but "open"
 * there is always a judgement. `bind` is what was sent: call id, contexts and syntaxes must match it.
 */
export function judgeAnswer(bytes: Uint8Array, ending: AnswerEnding, bind: BindPdu): Judgement | null {
  if (bytes.length === 0) return ending === "open" ? null : judgeNothing(ending);
  if (bytes[0] !== 5 || (bytes.length > 1 && bytes[1] !== 0)) return judgeForeign(bytes, ending);
  if (bytes.length >= 3 && bytes[2] === PTYPE.bind)
    return { verdict: "not-rpc", detail: "an echo service: it sent our own bind back" };
  if (bytes.length < PDU_HEADER_LENGTH)
    return ending === "open" ? null : truncated(bytes.length, null, ending);
  const wrong = checkAnswerHeader(bytes, bind);
  if (wrong !== null) return wrong;
  const header = readPduHeader(bytes);
  if (!header.ok) return malformed(header.error.reason, bytes);
  if (bytes.length < header.value.fragLength)
    return ending === "open" ? null : truncated(bytes.length, header.value.fragLength, ending);
  return judgePdu(bytes.subarray(0, header.value.fragLength), header.value, bind);
}

function judgeNothing(ending: AnswerEnding): Judgement {
  if (ending === "closed")
    return { verdict: "closed", detail: "the connection was closed without a word after the bind" };
  if (ending === "reset")
    return { verdict: "closed", detail: "the connection was reset without a word after the bind" };
  return { verdict: "silent", detail: "the connection was accepted, and no answer to the bind came in time" };
}

function judgeForeign(bytes: Uint8Array, ending: AnswerEnding): Judgement | null {
  const isEnough = bytes.length >= ENOUGH_TEXT || bytes.includes(0x0a) || isBinaryBanner(bytes);
  if (ending === "open" && !isEnough) return null;
  const named = recognizeBanner(bytes);
  if (named !== undefined) return { verdict: "not-rpc", detail: `${named}, no DCE/RPC` };
  return { verdict: "not-rpc", detail: `not DCE/RPC: the answer begins ${showHex(bytes)}` };
}

function checkAnswerHeader(bytes: Uint8Array, bind: BindPdu): Judgement | null {
  const header = decodePduHeader(bytes);
  if (!header.ok) return malformed(`${header.error.reason} (offset ${header.error.offset})`, bytes);
  const { ptype, callId } = header.value;
  if (ptype !== PTYPE.bindAck && ptype !== PTYPE.bindNak && ptype !== PTYPE.fault)
    return malformed(`PDU type ${ptype} is no answer to a bind`, bytes);
  if (callId !== bind.callId) return malformed(`the call id is ${callId}, ours was ${bind.callId}`, bytes);
  return null;
}

function judgePdu(pdu: Uint8Array, header: PduHeader, bind: BindPdu): Judgement {
  if (header.ptype === PTYPE.bindAck) return judgeBindAck(pdu, bind);
  return header.ptype === PTYPE.bindNak ? judgeBindNak(pdu) : judgeFault(pdu);
}

function judgeBindNak(pdu: Uint8Array): Judgement {
  const nak = decodeBindNak(pdu);
  if (!nak.ok) return malformed(`bind_nak: ${nak.error.reason} (offset ${nak.error.offset})`, pdu);
  const { reason, versions } = nak.value;
  const numbered = `bind_nak reason ${describeNakReason(reason)}`;
  if (reason === NAK_REASON.temporaryCongestion || reason === NAK_REASON.localLimitExceeded)
    return { verdict: "denied", detail: `DCE/RPC, but busy: ${numbered}; try again later` };
  if (reason === NAK_REASON.protocolVersionNotSupported) {
    const spoken = versions.map((version) => `${version.major}.${version.minor}`).join(", ");
    return {
      verdict: "denied",
      detail: `DCE/RPC refused the bind: ${numbered}, it speaks ${spoken === "" ? "an unnamed version" : spoken}`,
    };
  }
  return { verdict: "denied", detail: `DCE/RPC refused the bind: ${numbered}` };
}

function judgeFault(pdu: Uint8Array): Judgement {
  const fault = decodeFault(pdu);
  if (!fault.ok) return malformed(`fault: ${fault.error.reason} (offset ${fault.error.offset})`, pdu);
  return {
    verdict: "denied",
    detail: `DCE/RPC answered the bind with fault ${describeFaultStatus(fault.value.status)}`,
  };
}

function truncated(have: number, want: number | null, ending: AnswerEnding): Judgement {
  const how = ENDINGS[ending];
  return {
    verdict: "malformed",
    detail: `a DCE/RPC answer began and ${how} after ${have} of ${want ?? `at least ${PDU_HEADER_LENGTH}`} octets`,
  };
}

function malformed(reason: string, bytes: Uint8Array): Judgement {
  return { verdict: "malformed", detail: `malformed DCE/RPC answer: ${reason}; it begins ${showHex(bytes)}` };
}

const ENDINGS: Readonly<Record<AnswerEnding, string>> = {
  open: "goes on",
  closed: "was closed",
  reset: "was reset",
  deadline: "was not complete at the deadline,",
  full: "grew too long,",
};
