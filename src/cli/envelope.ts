// The common envelope around the result of a command that has no run of events.
import type { ReportDocument } from "../core/run/report.ts";
import { roundMs } from "../core/run/round-ms.ts";
import { VERSION } from "./version.ts";

export function envelope<R>(
  command: string,
  startedAt: string,
  elapsedMs: number,
  result: R,
): ReportDocument<R> {
  return {
    tool: "kms-doctor",
    version: VERSION,
    command,
    startedAt,
    elapsedMs: roundMs(elapsedMs),
    partial: false,
    result,
    findings: [],
  };
}
