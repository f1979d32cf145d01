// Reads TSIG keys in the forms in which DNS programs write them.
import { err, ok, type Result } from "../../result.ts";
import { readBindKeyText } from "./bind-key-text.ts";
import { keyOfFields, type KeyFields, type KeyTextError, type ReadKey } from "./key-fields.ts";
import { readKnotKeyText } from "./knot-key-text.ts";
import { readKeyLines } from "./line-key-text.ts";
import { readPrivateKeyText } from "./private-key-text.ts";

const MAX_CHARACTERS = 65_536;

/**
 * All keys of the text, at least one: BIND key clauses (tsig-keygen), Knot's key section (keymgr -t), lines
 * `algorithm:name:secret`, nsupdate's `key` command, and dnssec-keygen's `K*.key` and `K*.private` files, for which
 * `fileName` is needed. Nothing of the text stands in an error. The time is linear in the length, which is bounded.
 */
export function readTsigKeys(
  text: string,
  fileName: string | null,
): Result<readonly ReadKey[], KeyTextError> {
  if (text.length > MAX_CHARACTERS)
    return err({
      line: 1,
      reason: `this is too long for a key: at most ${MAX_CHARACTERS} characters are read`,
    });
  const plain = text.replace(/^\ufeff/, "").replaceAll("\r\n", "\n");
  const fields = readFields(plain, fileName);
  if (!fields.ok) return fields;
  if (fields.value.length === 0) return err({ line: 1, reason: "there is no key in it" });
  const keys: ReadKey[] = [];
  for (const one of fields.value) {
    const key = keyOfFields(one);
    if (!key.ok) return key;
    keys.push(key.value);
  }
  return ok(keys);
}

function readFields(text: string, fileName: string | null): Result<readonly KeyFields[], KeyTextError> {
  if (text.trimStart().startsWith("Private-key-format:")) return readPrivateKeyText(text, fileName);
  if (text.includes("{")) return readBindKeyText(text);
  if (/^key:[ \t]*(#.*)?$/m.test(text)) return readKnotKeyText(text);
  return readKeyLines(text);
}
