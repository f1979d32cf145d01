// What a failed TCP connect says about the path, by errno and time (measured with nftables in network namespaces).
import type { ConnectState } from "../core/net/probe-outcome.ts";

/** The facts of a failed connect, as Node reports them. */
export type ConnectFailure = {
  readonly code: string;
  /** Node's text; it ends in `- Local (…)` when connect() failed at once inside this machine. */
  readonly message: string;
  readonly elapsedMs: number;
};

/**
 * Linux gives a neighbour up after three requests a second apart: EHOSTUNREACH at 3.05 s. An ICMP error comes within
 * one round trip, or at the next SYN (1.02 s, seldom 2.05 s). So later than this means that nobody was there.
 */
const NEIGHBOUR_GIVE_UP_MS = 2500;

/**
 * Maps a failed connect. Limits: a reject whose first two ICMP errors were lost looks like an absent neighbour; a
 * second connect to a neighbour that is already being looked for may be told in less than 2.5 s and looks like a
 * reject; a deadline below 3.5 s ends the wait before the kernel knows, which then reads as silence.
 */
export function connectStateOf(failure: ConnectFailure): ConnectState {
  const { code } = failure;
  if (code === "ECONNREFUSED") return "refused";
  if (code === "ETIMEDOUT") return "filtered";
  if (!REMOTE_CODES.has(code)) return "error";
  if (/ - Local \([^()]*\)$/.test(failure.message)) return "unreachable";
  if (code === "EHOSTUNREACH" && failure.elapsedMs >= NEIGHBOUR_GIVE_UP_MS) return "unreachable";
  return "rejected";
}

// Every errno that Linux makes of an ICMP error, port unreachable apart; the same codes also mean a missing or
// prohibiting route of this machine. All others (EADDRNOTAVAIL, EMFILE, ENFILE, EINVAL, EPERM …) are local trouble.
const REMOTE_CODES: ReadonlySet<string> = new Set([
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EACCES",
  "ENOPROTOOPT",
  "EOPNOTSUPP",
  "EHOSTDOWN",
  "ENONET",
  "EPROTO",
]);
