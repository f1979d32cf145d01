// The TSIG key of the lab's zones that take signed updates: a file that the package ships, for `--key`. It is no secret.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { InvariantError } from "../core/errors.ts";
import { readTsigKeys } from "../core/dns/tsig/tsig-key-text.ts";
import type { TsigKey } from "../core/dns/tsig/tsig-key.ts";
import { findPackageRoot } from "../io/fs/package-root.ts";

/** The absolute path of the file. */
export function labKeyFile(): string {
  return path.join(findPackageRoot(), "src", "lab", "scenarios", "lab.key");
}

export async function readLabKey(): Promise<TsigKey> {
  const keys = readTsigKeys(await readFile(labKeyFile(), "utf8"), null);
  const [first] = keys.ok ? keys.value : [];
  if (first === undefined) throw new InvariantError("the lab's key file holds no key");
  return first.key;
}
