// The parts of a key as a file has them, and the key made of them. No message repeats anything of the text: what stands
// in the wrong place may be the secret.
import { err, ok, type Result } from "../../result.ts";
import { parseOwnerName } from "../owner-name.ts";
import { hideSecret } from "./secret.ts";
import { findTsigAlgorithm, macOctets } from "./tsig-algorithm.ts";
import type { TsigKey } from "./tsig-key.ts";

export type KeyFields = {
  /** Where the key begins, from 1. */
  readonly line: number;
  readonly name: string;
  /** Null where the text names none. */
  readonly algorithm: string | null;
  /** Base64. */
  readonly secret: string;
};

/** `reason` is one clause. */
export type KeyTextError = { readonly line: number; readonly reason: string };

/** A key and what is weak about it; each warning is one clause. */
export type ReadKey = { readonly key: TsigKey; readonly warnings: readonly string[] };

const MAX_SECRET_OCTETS = 1024;
const SHORT_SECRET_OCTETS = 16;

export function keyOfFields({ line, name, algorithm, secret }: KeyFields): Result<ReadKey, KeyTextError> {
  const fail = (reason: string): Result<never, KeyTextError> => err({ line, reason });
  if (algorithm === null)
    return fail(
      "the key names no algorithm, and programs differ in which they take then: write it, as in hmac-sha256:NAME:SECRET",
    );
  const known = findTsigAlgorithm(algorithm);
  if (known === null)
    return fail(
      "the algorithm is none of hmac-sha256, hmac-sha384, hmac-sha512, hmac-sha224, hmac-sha1 and hmac-md5 (with the MAC in full)",
    );
  const owner = parseOwnerName(name);
  if (!owner.ok) return fail("the name of the key is no domain name");
  const octets = decodeBase64(secret);
  if (octets === null) return fail("the secret is not base64 in one piece");
  if (octets.length === 0 || octets.length > MAX_SECRET_OCTETS)
    return fail(`the secret has ${octets.length} octets: 1 to ${MAX_SECRET_OCTETS} are read`);
  const warnings = [
    ...(known === "hmac-md5" ? ["hmac-md5 must not be used any more (RFC 8945 section 6)"] : []),
    ...(octets.length < SHORT_SECRET_OCTETS
      ? [`the secret has ${octets.length} octets: ${macOctets(known)} random ones are as strong as ${known}`]
      : []),
  ];
  return ok({ key: { name: owner.value, algorithm: known, secret: hideSecret(octets) }, warnings });
}

/** RFC 4648 section 4 with its padding, without blanks; null for anything else. */
function decodeBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
