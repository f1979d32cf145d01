// Codes come from command lines, tickets and logs: any text is one, or a reason why not, and no code ends the program.
import { parseCode } from "../../src/core/kms/parse-code.ts";
import type { FuzzTarget } from "./runner.ts";

function readAnyCode(bytes: Uint8Array): void {
  const read = parseCode(new TextDecoder().decode(bytes));
  if (!read.ok) {
    if (read.error.reason === "" || read.error.hint === "") throw new Error("refused without a reason");
    return;
  }
  const again = parseCode(read.value.code);
  if (!again.ok || again.value.code !== read.value.code)
    throw new Error(`${read.value.code} is no code of its own`);
}

export const fuzzTargets: readonly FuzzTarget[] = [
  {
    name: "activation-code",
    run: readAnyCode,
    seeds: ["0xC004F074", "-1073418124", "F074", "event 12288", "Error: 0x8007232B DNS name", "10061"].map(
      (text) => new TextEncoder().encode(text),
    ),
  },
];
