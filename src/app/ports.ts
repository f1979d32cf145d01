// What the use cases need from the outside, as function types. io/ implements them, tests fake them.
import type { DnsExchange } from "../core/dns/exchange.ts";
import type { DnsQuestion } from "../core/dns/message.ts";
import type { Endpoint } from "../core/net/endpoint.ts";
import type { EndpointOutcome } from "../core/net/probe-outcome.ts";

export type AskDnsOptions = {
  /** Budget of one attempt. */
  readonly timeoutMs: number;
  /** Further attempts after the first (per transport). */
  readonly retries: number;
  /** RD: true for resolvers, false for authoritative servers. */
  readonly recursionDesired: boolean;
};

/** Asks one server one question. Never throws for what the network does; resolves early with `cancelled`. */
export type AskDns = (
  server: Endpoint,
  question: DnsQuestion,
  options: AskDnsOptions,
  signal: AbortSignal,
) => Promise<DnsExchange>;

export type ProbeEndpointOptions = {
  readonly connectTimeoutMs: number;
  /** Budget from the bind sent to its whole answer. */
  readonly bindTimeoutMs: number;
  /** Stop after the TCP connect. */
  readonly connectOnly: boolean;
};

/** Connects to one literal address, then sends a DCE/RPC bind. Resolves null when cancelled. */
export type ProbeEndpoint = (
  endpoint: Endpoint,
  options: ProbeEndpointOptions,
  signal: AbortSignal,
) => Promise<EndpointOutcome | null>;

/** What this machine's neighbour table says of an address on its own links. Never throws. */
export type ReadNeighbour = (
  address: string,
  signal: AbortSignal,
) => Promise<"present" | "absent" | "unknown">;

/** A DNS suffix that a KMS client of this machine would try, and where it was found. */
export type DnsSuffix = {
  readonly suffix: string;
  readonly source: "primary" | "ad-domain" | "connection" | "search-list" | "dhcp";
};

/** The DNS set-up of this machine. */
export type HostDns = {
  readonly servers: readonly Endpoint[];
  readonly suffixes: readonly DnsSuffix[];
  /** Where each part was read, one line each, for the evidence. */
  readonly sources: readonly string[];
};

export type ReadHostDns = (signal: AbortSignal) => Promise<HostDns>;

/** Wall clock and a monotonic one; tests inject their own. */
export type Clock = {
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: () => number;
  /** Monotonic milliseconds with fractions. */
  readonly monotonicMs: () => number;
};
