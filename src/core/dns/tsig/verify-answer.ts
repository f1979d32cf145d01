// What the signature of an answer to a signed request is worth (RFC 8945 sections 5.2 to 5.4, RFC 3645 section 3.1.3).
import { RCODE } from "../rcode.ts";
import { readTsig, type ReceivedTsig } from "./read-tsig.ts";
import { tsigVariablesWire } from "./sign-message.ts";
import type { MessageKey } from "./message-key.ts";

/**
 * verified: the holder of the key sent this answer to this request · error: the record tells an error of TSIG; only where
 * `authenticated` it comes from the holder of the key · all others prove nothing: unsigned: no TSIG record ·
 * echoed: the request's own MAC came back · wrong-key: another key's name or algorithm · bad-mac: does not fit, or was
 * cut short · bad-time: signed, but at a time too far from ours · malformed: no record that could be read.
 */
export type TsigOutcome =
  | { readonly kind: "verified" }
  | { readonly kind: "unsigned" }
  | { readonly kind: "echoed" }
  | { readonly kind: "wrong-key" }
  | { readonly kind: "bad-mac" }
  | { readonly kind: "bad-time"; readonly timeSignedSeconds: number }
  | {
      readonly kind: "error";
      /** BADSIG (16, like BADVERS), BADKEY, BADTIME, BADTRUNC or another code. */
      readonly error: number;
      readonly authenticated: boolean;
      /** The server's clock, seconds since the Unix epoch; null unless an authenticated BADTIME tells it. */
      readonly serverTimeSeconds: number | null;
    }
  | { readonly kind: "malformed"; readonly reason: string };

/** Whether the answer comes from the holder of the key, be it with an error of TSIG. */
export function isAuthenticated(outcome: TsigOutcome): boolean {
  return outcome.kind === "verified" || (outcome.kind === "error" && outcome.authenticated);
}

export type SignedRequest = {
  readonly key: MessageKey;
  /** Null where the request was not signed: so is the last one of a TKEY negotiation. */
  readonly mac: Uint8Array | null;
  /** Our clock when the answer came, seconds since the Unix epoch. */
  readonly nowSeconds: number;
};

/** In the order of RFC 8945 section 5.2: key, MAC, time. A MAC that is not in full counts as none. */
export function verifyAnswer(bytes: Uint8Array, request: SignedRequest): TsigOutcome {
  const read = readTsig(bytes);
  if (!read.ok) return { kind: "malformed", reason: read.error };
  const tsig = read.value;
  if (tsig === null) return { kind: "unsigned" };
  // Some servers send the request's record back: it proves nothing, whatever else it says.
  if (request.mac !== null && isSame(tsig.mac, request.mac)) return { kind: "echoed" };
  const { error, keyName, algorithmName } = tsig.variables;
  const isOurKey = keyName === request.key.name && algorithmName === request.key.algorithmName;
  const authenticated = isOurKey && hasGoodMac(tsig, request);
  if (error !== 0) {
    const serverTimeSeconds = authenticated && error === RCODE.BADTIME ? otherTime(tsig) : null;
    return { kind: "error", error, authenticated, serverTimeSeconds };
  }
  if (!isOurKey) return { kind: "wrong-key" };
  if (!authenticated) return { kind: "bad-mac" };
  const { timeSignedSeconds, fudgeSeconds } = tsig.variables;
  const isTimely = Math.abs(request.nowSeconds - timeSignedSeconds) <= fudgeSeconds;
  return isTimely ? { kind: "verified" } : { kind: "bad-time", timeSignedSeconds };
}

/** In front of an answer goes the request's MAC with its length (RFC 8945 section 4.3.1). */
function hasGoodMac({ signedPart, variables, mac: received }: ReceivedTsig, request: SignedRequest): boolean {
  const { key, mac } = request;
  const parts = [signedPart, tsigVariablesWire(variables)];
  if (mac === null) return key.verifyMac(parts, received);
  const length = Uint8Array.of(mac.length >>> 8, mac.length & 0xff);
  if (key.verifyMac([length, mac, ...parts], received)) return true;
  return key.acceptsBareRequestMac && key.verifyMac([mac, ...parts], received);
}

/** Of a MAC that was sent in clear: nothing is given away by the time that it takes. */
function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((octet, index) => octet === right[index]);
}

/** Six octets of seconds (RFC 8945 section 5.2.3). */
function otherTime({ variables: { otherData } }: ReceivedTsig): number | null {
  if (otherData.length !== 6) return null;
  return otherData.reduce((time, octet) => time * 256 + octet, 0);
}
