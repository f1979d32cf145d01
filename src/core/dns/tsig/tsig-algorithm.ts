// The algorithms of TSIG (RFC 8945 section 6): their names in messages and files, and how long a MAC of each is.
import { parseOwnerName, withoutTrailingDot, type OwnerName } from "../owner-name.ts";

export type TsigAlgorithm =
  "hmac-md5" | "hmac-sha1" | "hmac-sha224" | "hmac-sha256" | "hmac-sha384" | "hmac-sha512";

const MAC_OCTETS: Readonly<Record<TsigAlgorithm, number>> = {
  "hmac-md5": 16,
  "hmac-sha1": 20,
  "hmac-sha224": 28,
  "hmac-sha256": 32,
  "hmac-sha384": 48,
  "hmac-sha512": 64,
};

const MD5_NAME = "hmac-md5.sig-alg.reg.int";

/** Length of the whole MAC in octets. */
export function macOctets(algorithm: TsigAlgorithm): number {
  return MAC_OCTETS[algorithm];
}

/** As it stands in messages. */
export function tsigAlgorithmName(algorithm: TsigAlgorithm): OwnerName {
  const name = parseOwnerName(algorithm === "hmac-md5" ? MD5_NAME : algorithm);
  if (!name.ok) throw new RangeError(name.error);
  return name.value;
}

/** By the word of a key file or the name of a message, in any letter case; null for any other. */
export function findTsigAlgorithm(text: string): TsigAlgorithm | null {
  const name = parseOwnerName(text.toLowerCase());
  if (!name.ok) return null;
  const word = withoutTrailingDot(name.value);
  if (word === MD5_NAME) return "hmac-md5";
  return Object.hasOwn(MAC_OCTETS, word) ? (word as TsigAlgorithm) : null;
}
