// Signs the answer to a signed request, or says why the request was turned away (RFC 8945 sections 5.2 and 5.3).
import { RCODE } from "../rcode.ts";
import { createWireWriter } from "../wire-writer.ts";
import type { ReceivedTsig } from "./read-tsig.ts";
import { appendTsig, FUDGE_SECONDS, tsigVariablesWire, type TsigVariables } from "./sign-message.ts";
import type { TsigCrypto } from "./tsig-crypto.ts";
import type { TsigKey } from "./tsig-key.ts";

export type AnswerSigning = {
  /** The TSIG record of the request. */
  readonly request: ReceivedTsig;
  /** Null: the record tells the error without a MAC. */
  readonly key: TsigKey | null;
  /** 0, or an error of TSIG. */
  readonly error: number;
  /** Seconds since the Unix epoch. */
  readonly nowSeconds: number;
};

/** `answer` has no TSIG record yet. A BADTIME carries the client's time as its own and the server's beside it. */
export function signAnswer(
  answer: Uint8Array,
  { request, key, error, nowSeconds }: AnswerSigning,
  hmac: TsigCrypto["hmac"],
): Uint8Array {
  const { keyName, algorithmName, timeSignedSeconds, fudgeSeconds } = request.variables;
  const asRequested = key === null || error === RCODE.BADTIME;
  const variables: TsigVariables = {
    keyName,
    algorithmName,
    timeSignedSeconds: asRequested ? timeSignedSeconds : nowSeconds,
    fudgeSeconds: asRequested ? fudgeSeconds : FUDGE_SECONDS,
    error,
    otherData: error === RCODE.BADTIME ? sixOctets(nowSeconds) : new Uint8Array(),
  };
  if (key === null) return appendTsig(answer, variables, new Uint8Array());
  const { mac } = request;
  const requestMac = Uint8Array.of(mac.length >>> 8, mac.length & 0xff, ...mac);
  const parts = [requestMac, answer, tsigVariablesWire(variables)];
  return appendTsig(answer, variables, hmac(key.algorithm, key.secret.reveal(), parts));
}

function sixOctets(seconds: number): Uint8Array {
  const writer = createWireWriter(6);
  writer.u16(Math.floor(seconds / 2 ** 32));
  writer.u32(seconds % 2 ** 32);
  return writer.finish();
}
