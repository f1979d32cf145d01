// Keys of one line each: `algorithm:name:secret` as for `nsupdate -y`, the `key` command of nsupdate, and the KEY records of
// the `K*.key` files that dnssec-keygen wrote up to BIND 9.12.
import { err, ok, type Result } from "../../result.ts";
import type { KeyFields, KeyTextError } from "./key-fields.ts";
import { oldAlgorithmName } from "./private-key-text.ts";

/** Blank lines and comments (`#`, `;`, `//`) are passed over; all other lines must be keys. */
export function readKeyLines(text: string): Result<readonly KeyFields[], KeyTextError> {
  const keys: KeyFields[] = [];
  for (const [index, raw] of text.split("\n").entries()) {
    const body = raw.trim();
    if (body === "" || /^(#|;|\/\/)/.test(body)) continue;
    const line = index + 1;
    const words = body.split(/\s+/);
    const fields = readCommand(words) ?? readRecord(words) ?? readColons(words);
    if (fields === null)
      return err({
        line,
        reason: "this is no key; one looks like hmac-sha256:NAME:SECRET, or is what tsig-keygen prints",
      });
    keys.push({ line, ...fields });
  }
  return ok(keys);
}

type Fields = Omit<KeyFields, "line">;

/** `key [algorithm:]name secret` */
function readCommand([command, head = "", secret, ...rest]: readonly string[]): Fields | null {
  if (command?.toLowerCase() !== "key" || secret === undefined || rest.length > 0) return null;
  const colon = head.indexOf(":");
  return { name: head.slice(colon + 1), algorithm: colon === -1 ? null : head.slice(0, colon), secret };
}

/** `name [ttl] [IN] KEY flags protocol algorithm secret…` (RFC 2535 section 3, the secret may be in pieces). */
function readRecord(words: readonly string[]): Fields | null {
  const at = words.findIndex((word, index) => index > 0 && word.toUpperCase() === "KEY");
  if (at === -1 || at > 3) return null;
  const [name = ""] = words;
  const [, , number = "", ...secret] = words.slice(at + 1);
  return { name, algorithm: oldAlgorithmName(number), secret: secret.join("") };
}

/** `algorithm:name:secret`; without the algorithm it is told apart from what is no key at all. */
function readColons(words: readonly string[]): Fields | null {
  const [first = "", second = "", third, ...rest] = (words.length === 1 ? (words[0] ?? "") : "").split(":");
  if (first === "" || second === "" || rest.length > 0) return null;
  return third === undefined
    ? { name: first, algorithm: null, secret: second }
    : { name: second, algorithm: first, secret: third };
}
