// What was learnt about each server while asking it: whether it bears EDNS, and whether TCP is worth a try after silence.
import type { ServerTraits } from "../../core/dns/attempt-plan.ts";
import { objectsToEdns } from "../../core/dns/attempt-plan.ts";
import type { DnsAttempt } from "../../core/dns/exchange.ts";

export type ServerMemory = {
  readonly traitsOf: (server: string) => ServerTraits;
  /** Learns from the attempts of one finished exchange. */
  readonly learn: (server: string, attempts: readonly DnsAttempt[]) => void;
};

type Entry = {
  edns: ServerTraits["edns"];
  silentWithEdns: number;
  failedTcp: number;
  answeredTcp: boolean;
  answeredUdp: boolean;
  /** Exchanges in which UDP was silent and TCP answered. */
  tcpOnly: number;
};

const UNKNOWN: ServerTraits = { edns: "unknown", tcpSilent: false, udpSilent: false };
const MAX_SERVERS = 10_000;
/** Losing a packet is no proof: so often must silence with EDNS be followed by an answer without it. */
const SILENCE_PROOFS = 3;
/** So many exchanges in a row may end in a vain TCP attempt. */
const VAIN_TCP_ATTEMPTS = 8;
/** So many exchanges must have been answered over TCP only. */
const UDP_SILENCE_PROOFS = 2;

export function createServerMemory(): ServerMemory {
  const entries = new Map<string, Entry>();

  const traitsOf = (server: string): ServerTraits => {
    const entry = entries.get(server);
    if (entry === undefined) return UNKNOWN;
    return {
      edns: entry.edns,
      tcpSilent: !entry.answeredTcp && entry.failedTcp >= VAIN_TCP_ATTEMPTS,
      udpSilent: !entry.answeredUdp && entry.tcpOnly >= UDP_SILENCE_PROOFS,
    };
  };

  const learn = (server: string, attempts: readonly DnsAttempt[]): void => {
    const entry = entries.get(server) ?? {
      edns: "unknown",
      silentWithEdns: 0,
      failedTcp: 0,
      answeredTcp: false,
      answeredUdp: false,
      tcpOnly: 0,
    };
    learnEdns(entry, attempts);
    learnTcp(entry, attempts);
    learnUdp(entry, attempts);
    // Re-inserting keeps the map in the order of use; the oldest entry goes first.
    entries.delete(server);
    entries.set(server, entry);
    const [oldest] = entries.keys();
    if (entries.size > MAX_SERVERS && oldest !== undefined) entries.delete(oldest);
  };

  return { traitsOf, learn };
}

function learnEdns(entry: Entry, attempts: readonly DnsAttempt[]): void {
  const worked = attempts.find(isUsable);
  if (worked === undefined) return;
  if (worked.edns) {
    entry.edns = "yes";
    entry.silentWithEdns = 0;
    return;
  }
  if (attempts.some((attempt) => attempt.edns && isObjection(attempt))) entry.edns = "no";
  else if (attempts.some((attempt) => attempt.edns && attempt.result.kind === "timeout"))
    learnFromSilence(entry);
}

function learnFromSilence(entry: Entry): void {
  entry.silentWithEdns += 1;
  if (entry.edns === "unknown" && entry.silentWithEdns >= SILENCE_PROOFS) entry.edns = "no";
}

function learnTcp(entry: Entry, attempts: readonly DnsAttempt[]): void {
  const tcp = attempts.findLast((attempt) => attempt.transport === "tcp");
  if (tcp === undefined || tcp.result.kind === "cancelled" || tcp.result.kind === "local-failure") return;
  if (tcp.result.kind === "answered") entry.answeredTcp = true;
  else entry.failedTcp += 1;
}

function learnUdp(entry: Entry, attempts: readonly DnsAttempt[]): void {
  const udp = attempts.filter((attempt) => attempt.transport === "udp");
  if (udp.some(({ result }) => result.kind === "answered" || result.kind === "truncated"))
    entry.answeredUdp = true;
  const hasTcpAnswered = attempts.some(
    ({ transport, result }) => transport === "tcp" && result.kind === "answered",
  );
  if (hasTcpAnswered && udp.some(({ result }) => result.kind === "timeout")) entry.tcpOnly += 1;
}

function isUsable(attempt: DnsAttempt): boolean {
  if (attempt.result.kind === "truncated") return true;
  return attempt.result.kind === "answered" && !objectsToEdns(attempt.result.rcode);
}

function isObjection(attempt: DnsAttempt): boolean {
  return attempt.result.kind === "answered" && objectsToEdns(attempt.result.rcode);
}
