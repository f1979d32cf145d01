// What a monitoring system is told where the tool itself could not run: nothing is known then.
import { escapeNagios } from "./escape-nagios.ts";

/** One line; the exit code that goes with it is 3. */
export function renderNagiosFailure(message: string): string {
  return `KMS UNKNOWN - ${escapeNagios(message)}\n`;
}
