// What one TCP connect to one literal address told, and what answered behind it.
import type { RpcVerdict } from "../rpc/verdict.ts";

/**
 * open: connected · refused: RST or ICMP port-unreachable · filtered: silence until the deadline ·
 * rejected: an ICMP error that a filter or router sends · unreachable: no route or no neighbour ·
 * error: this machine could not try (EADDRNOTAVAIL, EMFILE, EINVAL …).
 */
export type ConnectState = "open" | "refused" | "filtered" | "rejected" | "unreachable" | "error";

export type EndpointOutcome = {
  readonly address: string;
  readonly port: number;
  readonly state: ConnectState;
  /** The errno behind the state, `ETIMEDOUT` where our own deadline ended the wait, null when open. */
  readonly code: string | null;
  /** Milliseconds until the connection stood or was refused; null where nothing came back. */
  readonly connectMs: number | null;
  readonly rpc: RpcVerdict;
};
