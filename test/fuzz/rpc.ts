// Fuzz targets of the RPC side: each takes any octets and throws only if an invariant is broken.
import { isDeepStrictEqual } from "node:util";
import { decodeBindAck, encodeBindAck } from "../../src/core/rpc/bind-ack.ts";
import { decodeBindNak, encodeBindNak } from "../../src/core/rpc/bind-nak.ts";
import { decodeBind, encodeBind } from "../../src/core/rpc/bind.ts";
import { decodeFault, encodeFault } from "../../src/core/rpc/fault.ts";
import { judgeAnswer, type AnswerEnding } from "../../src/core/rpc/judge-answer.ts";
import { KMS_BIND } from "../../src/core/rpc/kms-bind.ts";
import { decodeRequestShell } from "../../src/core/rpc/ndr-shell.ts";
import { decodePduHeader, PTYPE } from "../../src/core/rpc/pdu-header.ts";
import { decodeRequest, decodeResponse, encodeRequest, encodeResponse } from "../../src/core/rpc/request.ts";
import type { RpcDecodeError } from "../../src/core/rpc/decode-error.ts";
import type { Result } from "../../src/core/result.ts";
import { DEFAULT_KMS_HOST_LIMITS } from "../../src/lab/kms-host/limits.ts";
import { bindBytes, requestBytes, testConnection } from "../support/rpc-builders.ts";
import * as vectors from "../support/rpc-vectors.ts";
import type { FuzzTarget } from "./runner.ts";

/** What impacket and Samba sent, to be mutated: one PDU each, and two that follow each other. */
export const rpcSeeds: readonly Uint8Array[] = [
  vectors.BIND_NDR,
  vectors.BIND_THREE,
  vectors.ACK_ACCEPTED,
  vectors.ACK_THREE,
  vectors.ALTER_RESPONSE,
  vectors.NAK_VERSION,
  vectors.FAULT_DENIED,
  vectors.RESPONSE_REFUSAL,
  requestBytes({ stub: new Uint8Array(40) }),
  Uint8Array.from([...vectors.BIND_NDR, ...requestBytes({ opnum: 1 })]),
];

const targets: readonly Omit<FuzzTarget, "seeds">[] = [
  { name: "rpc-header", run: (bytes) => void checkError(decodePduHeader(bytes), bytes) },
  { name: "rpc-bind", run: (bytes) => isStable(bytes, decodeBind, encodeBind) },
  { name: "rpc-bind-ack", run: (bytes) => isStable(bytes, decodeBindAck, encodeBindAck) },
  { name: "rpc-bind-nak", run: (bytes) => isStable(bytes, decodeBindNak, encodeBindNak) },
  { name: "rpc-fault", run: (bytes) => isStable(bytes, decodeFault, encodeFault) },
  { name: "rpc-request", run: (bytes) => isStable(bytes, decodeRequest, encodeRequest) },
  { name: "rpc-response", run: (bytes) => isStable(bytes, decodeResponse, encodeResponse) },
  { name: "rpc-ndr-shell", run: checkShell },
  { name: "rpc-judge", run: checkJudgement },
  { name: "rpc-endpoint", run: checkEndpoint },
  { name: "rpc-endpoint-bound", run: (bytes) => checkEndpoint(bytes, bindBytes()) },
];

export const fuzzTargets: readonly FuzzTarget[] = targets.map((target) => ({ ...target, seeds: rpcSeeds }));

/** What is decoded, encoded and decoded again is the same; what is refused is refused within the octets. */
function isStable<T>(
  bytes: Uint8Array,
  decode: (bytes: Uint8Array) => Result<T, RpcDecodeError>,
  encode: (value: T) => Uint8Array,
): void {
  const first = decode(bytes);
  if (!checkError(first, bytes)) return;
  const second = decode(encode(first.value));
  must(
    second.ok && isDeepStrictEqual(plain(second.value), plain(first.value)),
    "decode, encode, decode differ",
  );
}

// Views into different buffers are equal when their octets are.
const plain = (value: unknown): unknown =>
  typeof value === "object" && value !== null && "stub" in value && value.stub instanceof Uint8Array
    ? { ...value, stub: Array.from(value.stub) }
    : value;

function checkError<T>(
  result: Result<T, RpcDecodeError>,
  bytes: Uint8Array,
): result is { readonly ok: true; readonly value: T } {
  if (result.ok) return true;
  const { offset, reason } = result.error;
  must(
    Number.isInteger(offset) && offset >= 0 && offset <= Math.max(bytes.length, 65_535),
    "the offset is outside",
  );
  must(reason !== "" && isHarmless(reason), "the reason cannot be printed");
  return false;
}

function checkShell(bytes: Uint8Array): void {
  for (const form of ["ndr", "ndr64"] as const) {
    for (const byteOrder of ["little", "big"] as const) {
      const shell = decodeRequestShell(bytes, form, byteOrder, 1_024);
      if (!shell.ok) continue;
      const { dataOffset, dataLength } = shell.value;
      must(dataLength <= 1_024 && dataOffset + dataLength <= bytes.length, "the array lies outside the stub");
    }
  }
}

const ENDINGS: readonly AnswerEnding[] = ["closed", "reset", "deadline", "full"];

function checkJudgement(bytes: Uint8Array): void {
  const early = judgeAnswer(bytes, "open", KMS_BIND);
  for (const ending of ENDINGS) {
    const judgement = judgeAnswer(bytes, ending, KMS_BIND);
    must(judgement !== null, "no judgement at the end");
    must(early === null || isDeepStrictEqual(early, judgement), "the ending changed a judgement");
    must(judgement.detail.length < 1_000 && isHarmless(judgement.detail), "the detail cannot be printed");
    must(bytes.length === 0 || judgement.verdict !== "silent", "octets are not silence");
  }
}

/** Whole, and octet by octet: the same answers; bounded memory; every answer is a PDU; nothing after the end. */
function checkEndpoint(bytes: Uint8Array, first: Uint8Array = new Uint8Array(0)): void {
  const whole = testConnection();
  const actions = [...whole.send(first), ...whole.send(bytes)];
  const split = testConnection();
  const pieces = Array.from(bytes.subarray(0, 512), (octet) => Uint8Array.of(octet));
  const again = [...split.send(first), ...split.send(...pieces, bytes.subarray(512))];
  must(isDeepStrictEqual(again, actions), "the answers depend on the segments");
  must(actions.length <= 2 + bytes.length / 16, "more answers than PDUs");
  const end = actions.findIndex(({ kind }) => kind === "close");
  must(end === -1 || end === actions.length - 1, "something was said after the end");
  must(whole.pending() <= DEFAULT_KMS_HOST_LIMITS.pduLength || end !== -1, "too much is kept");
  for (const { bytes: answer } of actions)
    must(answer.length === 0 || isAnswer(answer), "an answer is no PDU");
  whole.release();
}

const ANSWERS: ReadonlySet<number> = new Set([
  PTYPE.bindAck,
  PTYPE.bindNak,
  PTYPE.alterContextResponse,
  PTYPE.response,
  PTYPE.fault,
]);

function isAnswer(bytes: Uint8Array): boolean {
  const header = decodePduHeader(bytes);
  return header.ok && header.value.fragLength === bytes.length && ANSWERS.has(header.value.ptype);
}

// oxlint-disable-next-line no-control-regex -- that there are none is the point
const isHarmless = (text: string): boolean =>
  !/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(text);

function must(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}
