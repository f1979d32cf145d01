// An error for the operator is told where one looks; a bug is not hidden, either.
import { KmsDoctorError } from "../../core/errors.ts";
import type { Store } from "../store/store.ts";

/** What happened and what to do, in one line. */
export function failureText(error: unknown): string {
  if (error instanceof KmsDoctorError)
    return error.hint === undefined ? error.message : `${error.message}. ${error.hint}`;
  return `internal error: ${error instanceof Error ? error.message : String(error)}`;
}

export function tellFailure(store: Store): (error: unknown) => void {
  return (error) => {
    const text = failureText(error);
    store.dispatch({ type: "log", text, tone: "bad" });
    store.dispatch({ type: "notice", text, tone: "bad" });
  };
}
