// Which attempt comes next when one question is put to one server, and which attempt decided (RFC 1035 4.2, 6891 6.2.2,
// 7766). Pure: sockets, time and memory of the server are the caller's.
import type { DnsAttempt, DnsAttemptResult } from "./exchange.ts";
import { RCODE } from "./rcode.ts";

export type AttemptStep = { readonly transport: "udp" | "tcp"; readonly edns: boolean };

/** What earlier questions taught about a server. */
export type ServerTraits = {
  /** yes: answered a query with OPT properly · no: does so only without OPT. */
  readonly edns: "unknown" | "yes" | "no";
  /** Several TCP attempts after UDP silence failed and none succeeded: such attempts are not worth their time any more. */
  readonly tcpSilent: boolean;
  /** Never answered over UDP, while TCP answered several times: waiting for UDP is not worth its time any more. */
  readonly udpSilent: boolean;
};

/**
 * The next attempt, null when the exchange is over. UDP is tried `1 + retries` times, the second time without EDNS unless
 * the server is known to speak it; an answer that objects to EDNS is followed by the same without OPT; TC leads to TCP,
 * tried `1 + retries` times; UDP without any answer leads to one attempt over TCP.
 */
export function planNextAttempt(
  attempts: readonly DnsAttempt[],
  traits: ServerTraits,
  retries: number,
): AttemptStep | null {
  const last = attempts.at(-1);
  if (last === undefined) return firstAttempt(traits);
  switch (last.result.kind) {
    case "answered":
      return last.edns && objectsToEdns(last.result.rcode)
        ? { transport: last.transport, edns: false }
        : null;
    case "truncated":
      return { transport: "tcp", edns: last.edns };
    case "cancelled":
    case "local-failure":
      return null;
    case "timeout":
    case "malformed":
    case "unreachable":
    case "closed":
      return last.transport === "udp"
        ? afterUdpFailure(attempts, last, traits, retries)
        : afterTcpFailure(attempts, last, retries);
  }
}

function firstAttempt(traits: ServerTraits): AttemptStep {
  return traits.udpSilent
    ? { transport: "tcp", edns: traits.edns === "yes" }
    : { transport: "udp", edns: traits.edns !== "no" };
}

/** The attempt whose result is the outcome: an answer, else the failed TCP attempt after TC, else the last UDP attempt. */
export function decidingAttempt(attempts: readonly DnsAttempt[]): DnsAttempt | undefined {
  const last = attempts.at(-1);
  if (last === undefined || last.transport === "udp" || attempts.some(isTruncated)) return last;
  if (last.result.kind === "answered" || last.result.kind === "cancelled") return last;
  // TCP was only tried because UDP was silent: the silence is the outcome, the attempt over TCP stays in the evidence.
  return attempts.findLast((attempt) => attempt.transport === "udp") ?? last;
}

/** True for the codes by which a server says that it does not understand the OPT record or its version. */
export function objectsToEdns(rcode: number): boolean {
  return rcode === RCODE.FORMERR || rcode === RCODE.NOTIMP || rcode === RCODE.BADVERS;
}

function afterUdpFailure(
  attempts: readonly DnsAttempt[],
  last: DnsAttempt,
  traits: ServerTraits,
  retries: number,
): AttemptStep | null {
  const failures = attempts.filter(isFailure).length;
  const refused = last.result.kind === "unreachable";
  if (!refused && failures <= retries) {
    const plain = traits.edns === "no" || (traits.edns === "unknown" && failures === 1);
    return { transport: "udp", edns: !plain };
  }
  return traits.tcpSilent ? null : { transport: "tcp", edns: traits.edns === "yes" };
}

function afterTcpFailure(
  attempts: readonly DnsAttempt[],
  last: DnsAttempt,
  retries: number,
): AttemptStep | null {
  if (!attempts.some(isTruncated)) return null;
  const failures = attempts.filter((attempt) => attempt.transport === "tcp" && isFailure(attempt)).length;
  return failures <= retries ? { transport: "tcp", edns: last.edns } : null;
}

function isTruncated(attempt: DnsAttempt): boolean {
  return attempt.result.kind === "truncated";
}

const NO_FAILURES: ReadonlySet<DnsAttemptResult["kind"]> = new Set(["answered", "truncated"]);

function isFailure(attempt: DnsAttempt): boolean {
  return !NO_FAILURES.has(attempt.result.kind);
}
