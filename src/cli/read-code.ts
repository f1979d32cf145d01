// An activation error or event as it was typed.
import { UsageError } from "../core/errors.ts";
import type { KnownCode } from "../core/kms/error-codes/known-code.ts";
import { parseCode } from "../core/kms/parse-code.ts";

/** `lead` says where it stands: `--symptom `, or nothing. Throws UsageError with what was probably meant. */
export function readCode(text: string, lead: string): KnownCode {
  const code = parseCode(text);
  if (code.ok) return code.value;
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  throw new UsageError(`${lead}'${shown}' is no code: ${code.error.reason}`, { hint: code.error.hint });
}
