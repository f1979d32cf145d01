// Exceptions are for the operator (bad input) and for bugs. Each has a stable code; only cli/exit.ts catches them.

export type KmsDoctorErrorCode = "USAGE" | "CONFIG" | "UNSAFE_PLAN" | "ENVIRONMENT" | "INVARIANT";

/** Base of all errors thrown on purpose. `hint` says what to type or do instead. */
export class KmsDoctorError extends Error {
  readonly code: KmsDoctorErrorCode;
  readonly hint: string | undefined;

  constructor(
    code: KmsDoctorErrorCode,
    message: string,
    options: { readonly hint?: string; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = options.hint;
  }
}

type ErrorOptions = { readonly hint?: string; readonly cause?: unknown };

/** The command line or an input file is wrong: exit code 2. */
export class UsageError extends KmsDoctorError {
  constructor(message: string, options: ErrorOptions = {}) {
    super("USAGE", message, options);
  }
}

/** A configuration or scenario file is wrong: exit code 2. */
export class ConfigError extends KmsDoctorError {
  constructor(message: string, options: ErrorOptions = {}) {
    super("CONFIG", message, options);
  }
}

/** A change would do more than was asked for, or was not agreed to, so it was not made: exit code 1. */
export class UnsafePlanError extends KmsDoctorError {
  constructor(message: string, options: ErrorOptions = {}) {
    super("UNSAFE_PLAN", message, options);
  }
}

/** The machine lacks something that the command needs (a DNS server, a writable folder, a free port): exit code 3. */
export class EnvironmentError extends KmsDoctorError {
  constructor(message: string, options: ErrorOptions = {}) {
    super("ENVIRONMENT", message, options);
  }
}

/** Something that cannot happen happened: a bug, exit code 3. */
export class InvariantError extends KmsDoctorError {
  constructor(message: string, options: ErrorOptions = {}) {
    super("INVARIANT", message, options);
  }
}
