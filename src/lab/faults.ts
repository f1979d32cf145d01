// Ways in which DNS servers misbehave, each wrapping a healthy handler; they compose, the last named is the outermost.
import { setTimeout as wait } from "node:timers/promises";
import { InvariantError } from "../core/errors.ts";
import { ROOT } from "../core/dns/owner-name.ts";
import { RCODE } from "../core/dns/rcode.ts";
import { TYPE_CODES } from "../core/dns/record-type.ts";
import { OPCODE_UPDATE } from "../core/dns/update-message.ts";
import { createWireWriter } from "../core/dns/wire-writer.ts";
import {
  type DnsHandler,
  type LabQuery,
  type LabReply,
  type LabResponse,
  responseTo,
} from "./dns/lab-message.ts";
import type { FaultName, UpdateFaultName } from "./fault-names.ts";

/** A handler made worse. One with a memory (`servfail-once`) is made anew for each server. */
export type Fault = (inner: DnsHandler) => DnsHandler;

export type FaultSpec = FaultName | UpdateFaultName | { readonly delay: number };

const SILENCE: LabReply = { kind: "silence" };

const FAULTS: Readonly<Record<FaultName, Fault>> = {
  /** Answers nothing. */
  drop: always(() => SILENCE),
  /** A firewall drops UDP. */
  "drop-udp": onTransport("udp", () => SILENCE),
  /** TCP queries get no answer. */
  "drop-tcp": onTransport("tcp", () => SILENCE),
  /** The connection ends at the first query. */
  "close-tcp": onTransport("tcp", () => ({ kind: "cut" })),
  servfail: always((query) => reply(responseTo(query, RCODE.SERVFAIL))),
  refuse: always((query) => reply(responseTo(query, RCODE.REFUSED))),
  /** The first question fails, the next ones do not. */
  "servfail-once": servfailOnce,
  /** Not authoritative although it is named as a name server. */
  lame: changed((response) => ({
    ...response,
    rcode: RCODE.NOERROR,
    authoritative: false,
    answers: [],
    authorities: [],
    additionals: [],
  })),
  /** UDP answers carry TC and no record. */
  truncate: onTransport("udp", async (query, signal, inner) =>
    change(await inner(query, signal), (response) => ({
      ...response,
      truncated: true,
      answers: [],
      authorities: [],
      additionals: [],
    })),
  ),
  "wrong-id": changed((response) => ({ ...response, id: response.id ^ 0x5555 })),
  "wrong-question": changed((response) => ({
    ...response,
    question: { name: ROOT, labels: [], typeCode: TYPE_CODES.NS, classCode: 1 },
  })),
  /** UDP answers come from another port. */
  "wrong-source": onTransport("udp", async (query, signal, inner) => {
    const answer = await inner(query, signal);
    return answer.kind === "response" ? { ...answer, fromOtherPort: true } : answer;
  }),
  /** Knows no EDNS and says so (RFC 6891 section 7). */
  "no-edns": withEdns((query) => reply({ ...responseTo(query, RCODE.FORMERR), edns: false })),
  /** A middlebox drops whatever has an OPT record. */
  "drop-edns": withEdns(() => SILENCE),
  /** The answer's owner is a name that points to itself. */
  "compression-loop": always((query) => ({ kind: "octets", octets: compressionLoop(query) })),
  /** The right id, then octets without sense. */
  garbage: always((query) => ({ kind: "octets", octets: garbage(query) })),
  /** Updates get no answer, and change nothing. */
  "updates-silent": (inner) => async (query, signal) =>
    query.opcode === OPCODE_UPDATE ? SILENCE : inner(query, signal),
};

function createFault(spec: FaultSpec): Fault {
  if (typeof spec !== "string") return delayed(spec.delay);
  // Not around the server but in it: it is told by its options.
  return spec === "updates-ignored" || spec === "updates-not-replicated" ? (inner) => inner : FAULTS[spec];
}

/** Wraps the handler in the faults, the first named innermost. */
export function withFaults(handler: DnsHandler, specs: readonly FaultSpec[]): DnsHandler {
  return specs.reduce((inner, spec) => createFault(spec)(inner), handler);
}

type Misbehaviour = (query: LabQuery, signal: AbortSignal, inner: DnsHandler) => LabReply | Promise<LabReply>;

function always(misbehave: Misbehaviour): Fault {
  return (inner) => async (query, signal) => misbehave(query, signal, inner);
}

function onTransport(transport: LabQuery["transport"], misbehave: Misbehaviour): Fault {
  return (inner) => async (query, signal) =>
    query.transport === transport ? misbehave(query, signal, inner) : inner(query, signal);
}

function withEdns(misbehave: Misbehaviour): Fault {
  return (inner) => async (query, signal) =>
    query.edns === null ? inner(query, signal) : misbehave(query, signal, inner);
}

function changed(edit: (response: LabResponse) => LabResponse): Fault {
  return (inner) => async (query, signal) => change(await inner(query, signal), edit);
}

function change(answer: LabReply, edit: (response: LabResponse) => LabResponse): LabReply {
  return answer.kind === "response" ? { ...answer, response: edit(answer.response) } : answer;
}

function reply(response: LabResponse): LabReply {
  return { kind: "response", response };
}

function servfailOnce(inner: DnsHandler): DnsHandler {
  let hasFailed = false;
  return async (query, signal) => {
    if (hasFailed) return inner(query, signal);
    hasFailed = true;
    return reply(responseTo(query, RCODE.SERVFAIL));
  };
}

function delayed(delayMs: number): Fault {
  if (!(delayMs >= 0)) throw new InvariantError(`a delay of ${delayMs} ms is none`);
  return (inner) => async (query, signal) => {
    const isOver = await wait(delayMs, true, { signal, ref: false }).catch(() => false);
    return isOver ? inner(query, signal) : SILENCE;
  };
}

function compressionLoop(query: LabQuery): Uint8Array {
  const writer = createWireWriter(64);
  writer.u16(query.id);
  writer.u16(0x8400);
  for (const count of [0, 1, 0, 0]) writer.u16(count);
  // The name at offset 12 is a pointer to offset 12.
  writer.u16(0xc00c);
  writer.u16(TYPE_CODES.SRV);
  writer.u16(1);
  writer.u32(0);
  writer.u16(0);
  return writer.finish();
}

function garbage(query: LabQuery): Uint8Array {
  const octets = new Uint8Array(40).map((_, index) => (index * 167 + 251) & 0xff);
  octets[0] = query.id >>> 8;
  octets[1] = query.id & 0xff;
  // A response by its header, so that it can't be passed over as somebody's query.
  octets[2] = 0x84;
  octets[3] = 0;
  return octets;
}
