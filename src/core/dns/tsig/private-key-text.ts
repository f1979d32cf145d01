// The `K<name>.+<algorithm>+<id>.private` files that dnssec-keygen wrote for TSIG up to BIND 9.12.
import { err, ok, type Result } from "../../result.ts";
import type { KeyFields, KeyTextError } from "./key-fields.ts";

const OLD_NUMBERS = new Map([
  ["157", "hmac-md5"],
  ["161", "hmac-sha1"],
  ["162", "hmac-sha224"],
  ["163", "hmac-sha256"],
  ["164", "hmac-sha384"],
  ["165", "hmac-sha512"],
]);

/** The algorithm that dnssec-keygen meant by the number; any other number stays as it is, and is no algorithm. */
export function oldAlgorithmName(number: string): string {
  return OLD_NUMBERS.get(number) ?? number;
}

/** The key's name stands in the name of the file only. `fileName` may have folders in front. */
export function readPrivateKeyText(
  text: string,
  fileName: string | null,
): Result<readonly KeyFields[], KeyTextError> {
  const file = fileName?.split(/[/\\]/).at(-1) ?? "";
  const name = /^K(.{1,255})\.\+\d{3}\+\d{5}\.private$/.exec(file)?.[1];
  if (name === undefined)
    return err({
      line: 1,
      reason:
        "the name of this key stands in the name of its file, K<name>.+<algorithm>+<id>.private: give the file that name, or use the .key file",
    });
  const fields = new Map<string, string>();
  for (const line of text.split("\n")) {
    const colon = line.indexOf(":");
    if (colon !== -1) fields.set(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  const [number = ""] = fields.get("Algorithm")?.split(" ") ?? [];
  const secret = fields.get("Key");
  if (secret === undefined)
    return err({ line: 1, reason: "the file has no line 'Key:', so that it is no TSIG key" });
  return ok([{ line: 1, name, algorithm: number === "" ? null : oldAlgorithmName(number), secret }]);
}
