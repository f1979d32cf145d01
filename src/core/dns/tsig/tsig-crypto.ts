// What signing needs from outside the core.
import type { TsigAlgorithm } from "./tsig-algorithm.ts";

export type TsigCrypto = {
  /** HMAC of the parts, one after the other (RFC 2104). */
  readonly hmac: (algorithm: TsigAlgorithm, secret: Uint8Array, parts: readonly Uint8Array[]) => Uint8Array;
  /** Compares in a time that does not depend on where two arrays of equal length differ; false for other lengths. */
  readonly isEqual: (left: Uint8Array, right: Uint8Array) => boolean;
};
