// Sorts the errno of a socket into what the network said and what this machine could not do.
import type { DnsAttemptResult } from "../../core/dns/exchange.ts";

const FROM_THE_NETWORK: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EPIPE",
  "EHOSTUNREACH",
  "EHOSTDOWN",
  "ENETUNREACH",
  "ENETDOWN",
  "ENETRESET",
  "ENOPROTOOPT",
  "EPROTO",
]);

/** The errno name of an error, `UNKNOWN` where it has none. */
export function errnoOf(error: unknown): string {
  if (typeof error === "object" && error !== null && "code" in error && typeof error.code === "string")
    return error.code;
  return "UNKNOWN";
}

/** `timeoutPhase` names the wait that an ETIMEDOUT of the system ended. */
export function classifyErrno(
  code: string,
  timeoutPhase: "udp-answer" | "tcp-connect" | "tcp-answer",
): DnsAttemptResult {
  if (code === "ETIMEDOUT") return { kind: "timeout", phase: timeoutPhase };
  return FROM_THE_NETWORK.has(code) ? { kind: "unreachable", code } : { kind: "local-failure", code };
}
