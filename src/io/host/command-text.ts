// The standard output of a command as text, or one clause that says why there is none.
import { err, ok, type Result } from "../../core/result.ts";
import type { CommandOutcome } from "../process/run-command.ts";

/** Octets that are no UTF-8 (a console code page) become U+FFFD: the structure around them stays readable. */
export function commandText(outcome: CommandOutcome): Result<string, string> {
  switch (outcome.kind) {
    case "finished":
      return outcome.exitCode === 0
        ? ok(new TextDecoder().decode(outcome.stdout))
        : err(`exit code ${outcome.exitCode ?? "none (killed)"}`);
    case "not-found":
      return err("not installed");
    case "timeout":
      return err("no answer in time");
    case "too-much-output":
      return err("printed too much");
    case "cancelled":
      return err("cancelled");
    case "failed":
      return err(outcome.code);
  }
}
