// The only place where exceptions end: each becomes one line on stderr (and a JSON document if asked for) and an exit code.
import type { CommanderError } from "commander";
import { ConfigError, KmsDoctorError, UnsafePlanError, UsageError } from "../core/errors.ts";
import { escapeText } from "../core/text/escape-text.ts";

export const EXIT_OK = 0;
/** Like a finding: a change was not made. */
const EXIT_UNMADE = 1;

export const EXIT_USAGE = 2;
export const EXIT_FAILED = 3;
export const EXIT_SIGINT = 130;
export const EXIT_SIGHUP = 129;
export const EXIT_SIGTERM = 143;

export type Failure = {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly exitCode: number;
};

/** What an exception means to the person at the keyboard; `commandPath` is the command that ran, such as `lab start`. */
export function failureOf(error: unknown, commandPath: string): Failure {
  if (isCommanderError(error)) return commanderFailure(error, commandPath);
  if (error instanceof KmsDoctorError) {
    const isInput = error instanceof UsageError || error instanceof ConfigError;
    const isUnmade = error instanceof UnsafePlanError;
    return {
      code: error.code,
      message: error.message,
      hint: error.hint ?? null,
      exitCode: isInput ? EXIT_USAGE : isUnmade ? EXIT_UNMADE : EXIT_FAILED,
    };
  }
  return {
    code: "INTERNAL",
    message: `internal error: ${error instanceof Error ? error.message : String(error)}`,
    hint: "This is a bug; run again with KMS_DOCTOR_DEBUG=1 and report the stack.",
    exitCode: EXIT_FAILED,
  };
}

/** One line: what happened and what to do instead; received text in it is escaped. */
export function failureLine(failure: Failure): string {
  const message = failure.message.replace(/[.\s]+$/, "");
  return `kms-doctor: ${escapeText(failure.hint === null ? message : `${message}. ${failure.hint}`)}\n`;
}

/** The JSON document of a failure. */
export function failureDocument({ code, message, hint }: Failure): string {
  return `${JSON.stringify({ error: { code, message, hint } })}\n`;
}

/** Told by its code, so that commander need not be loaded to ask. */
export function isCommanderError(error: unknown): error is CommanderError {
  return error instanceof Error && "code" in error && String(error.code).startsWith("commander.");
}

function commanderFailure(error: CommanderError, commandPath: string): Failure {
  const [first = "", ...rest] = error.message.replace(/^error: /, "").split("\n");
  const suggestion = rest.join(" ").trim();
  return {
    code: "USAGE",
    message: first,
    hint: suggestion === "" ? helpHint(commandPath) : suggestion.replace(/^\(|\)$/g, ""),
    exitCode: EXIT_USAGE,
  };
}

/** The help of the command that was typed. */
function helpHint(commandPath: string): string {
  return `Try 'kms-doctor help${commandPath === "" ? "" : ` ${commandPath}`}'.`;
}
