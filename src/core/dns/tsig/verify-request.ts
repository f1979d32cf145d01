// What the signature of a received request is worth: the side of the server (RFC 8945 section 5.2).
import { BADSIG, RCODE } from "../rcode.ts";
import { readTsig, type ReceivedTsig } from "./read-tsig.ts";
import { tsigVariablesWire } from "./sign-message.ts";
import { macOctets, tsigAlgorithmName } from "./tsig-algorithm.ts";
import type { TsigCrypto } from "./tsig-crypto.ts";
import type { TsigKey } from "./tsig-key.ts";

/** Why a request is turned away: the error of the TSIG record in the answer, whose RCODE is NOTAUTH. */
export type TsigRejection =
  /** Unsigned answers: nobody proved to know a key (RFC 8945 section 5.3.2). */
  | { readonly error: typeof RCODE.BADKEY | typeof BADSIG; readonly key: null }
  /** Signed answers: the key was right. */
  | { readonly error: typeof RCODE.BADTIME | typeof RCODE.BADTRUNC; readonly key: TsigKey };

export type RequestTsig =
  | { readonly kind: "unsigned" }
  /** The RCODE of the answer is FORMERR, and it has no TSIG record. */
  | { readonly kind: "malformed"; readonly reason: string }
  | { readonly kind: "rejected"; readonly received: ReceivedTsig; readonly rejection: TsigRejection }
  | { readonly kind: "verified"; readonly received: ReceivedTsig; readonly key: TsigKey };

/** The shortest MAC that may be compared at all, in octets; half of the whole one where that is more (section 5.2.2.1). */
const MIN_MAC_OCTETS = 10;

/** In the order of RFC 8945 section 5.2: key, MAC, time, truncation. `nowSeconds`: since the Unix epoch. */
export function verifyRequest(
  bytes: Uint8Array,
  keys: readonly TsigKey[],
  nowSeconds: number,
  crypto: TsigCrypto,
): RequestTsig {
  const read = readTsig(bytes);
  if (!read.ok) return { kind: "malformed", reason: read.error };
  const received = read.value;
  if (received === null) return { kind: "unsigned" };
  const reject = (rejection: TsigRejection): RequestTsig => ({ kind: "rejected", received, rejection });
  const { keyName, algorithmName, timeSignedSeconds, fudgeSeconds } = received.variables;
  const key = keys.find(
    ({ name, algorithm }) => name === keyName && tsigAlgorithmName(algorithm) === algorithmName,
  );
  if (key === undefined) return reject({ error: RCODE.BADKEY, key: null });
  const whole = macOctets(key.algorithm);
  const length = received.mac.length;
  if (length > whole || length < Math.max(MIN_MAC_OCTETS, whole / 2))
    return { kind: "malformed", reason: `a MAC of ${length} octets is none of ${key.algorithm}` };
  const parts = [received.signedPart, tsigVariablesWire(received.variables)];
  const mac = crypto.hmac(key.algorithm, key.secret.reveal(), parts);
  if (!crypto.isEqual(received.mac, mac.subarray(0, length))) return reject({ error: BADSIG, key: null });
  if (Math.abs(nowSeconds - timeSignedSeconds) > fudgeSeconds) return reject({ error: RCODE.BADTIME, key });
  return length < whole ? reject({ error: RCODE.BADTRUNC, key }) : { kind: "verified", received, key };
}
