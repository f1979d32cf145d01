// The hash functions of TSIG by Node's own OpenSSL.
import { createHmac, timingSafeEqual } from "node:crypto";
import type { TsigAlgorithm } from "../../core/dns/tsig/tsig-algorithm.ts";
import type { TsigCrypto } from "../../core/dns/tsig/tsig-crypto.ts";

const HASHES: Readonly<Record<TsigAlgorithm, string>> = {
  "hmac-md5": "md5",
  "hmac-sha1": "sha1",
  "hmac-sha224": "sha224",
  "hmac-sha256": "sha256",
  "hmac-sha384": "sha384",
  "hmac-sha512": "sha512",
};

export const tsigCrypto: TsigCrypto = {
  hmac: (algorithm, secret, parts) => {
    const hmac = createHmac(HASHES[algorithm], secret);
    for (const part of parts) hmac.update(part);
    return hmac.digest();
  },
  isEqual: (left, right) => left.length === right.length && timingSafeEqual(left, right),
};
