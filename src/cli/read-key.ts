// Reads the TSIG key that --key or --key-env names. No message repeats what might be the secret.
import { existsSync } from "node:fs";
import type { KeyTextError, ReadKey } from "../core/dns/tsig/key-fields.ts";
import { readTsigKeys } from "../core/dns/tsig/tsig-key-text.ts";
import type { TsigKey } from "../core/dns/tsig/tsig-key.ts";
import { withoutTrailingDot } from "../core/dns/owner-name.ts";
import { UsageError } from "../core/errors.ts";
import type { Result } from "../core/result.ts";
import type { KeyFlags } from "./key-options.ts";
import { readTextFile } from "./read-lines.ts";
import { stderrWriter } from "./writer.ts";

const FORMS = "Make one with 'tsig-keygen NAME > FILE', or write one line hmac-sha256:NAME:SECRET.";

/** Null where no key is named. What is weak about the key is told on stderr. */
export async function readKey({ key: file, keyEnv }: KeyFlags): Promise<TsigKey | null> {
  if (file !== undefined) {
    refuseKeyForFile(file);
    const name = file === "-" ? "standard input" : `'${file}'`;
    return theOnlyKey(readTsigKeys(await readTextFile(file, "--key"), file), `--key ${name}`);
  }
  if (keyEnv === undefined) return null;
  const text = process.env[keyEnv];
  // The name is not repeated: it may be a key that was typed in its place.
  if (text === undefined || text === "")
    throw new UsageError("--key-env: the environment has no variable of that name, or an empty one", {
      hint: 'Give the name of the variable, without $: export KMS_KEY="$(cat FILE)", then --key-env KMS_KEY.',
    });
  return theOnlyKey(readTsigKeys(text, null), "--key-env: the variable");
}

/** Where a key was typed instead of a file's name, the message that no such file exists would print it. */
function refuseKeyForFile(file: string): void {
  const looksLikeKey = /[:={]/.test(file.replace(/^[A-Za-z]:(?=[\\/])/, ""));
  if (!looksLikeKey || existsSync(file)) return;
  throw new UsageError("--key takes the name of a file, and there is none of the name given", {
    hint: "A key on the command line can be read by everybody on this machine: put it into a file, or into a variable for --key-env.",
  });
}

function theOnlyKey(keys: Result<readonly ReadKey[], KeyTextError>, what: string): TsigKey {
  if (!keys.ok)
    throw new UsageError(`${what}, line ${keys.error.line}: ${keys.error.reason}`, { hint: FORMS });
  const [first, ...others] = keys.value;
  if (first === undefined || others.length > 0) {
    const names = keys.value.map(({ key }) => withoutTrailingDot(key.name)).join(", ");
    throw new UsageError(`${what} holds ${keys.value.length} keys: ${names}`, {
      hint: "Put the one that is meant into a file of its own.",
    });
  }
  for (const warning of first.warnings)
    void stderrWriter().write(`the key ${withoutTrailingDot(first.key.name)} is weak: ${warning}\n`);
  return first.key;
}
