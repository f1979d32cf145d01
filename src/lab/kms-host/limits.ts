// Limits against abuse: what one peer, and all of them together, may take from the endpoint.

export type KmsHostLimits = {
  /** Absolute, from accept to the first complete PDU. */
  readonly firstPduTimeoutMs: number;
  /** From one complete PDU to the next. */
  readonly idleTimeoutMs: number;
  /** How long a closing connection may go on sending before it is cut. */
  readonly drainTimeoutMs: number;
  /** Largest PDU in octets, also the largest that is negotiated. */
  readonly pduLength: number;
  /** Largest reassembled stub in octets. */
  readonly stubLength: number;
  readonly contextsPerConnection: number;
  readonly callsPerConnection: number;
  /** PDUs of every kind, so that empty fragments cannot keep a connection for ever. */
  readonly pdusPerConnection: number;
  /** Octets that may wait for a peer that does not read; then its input is left alone. */
  readonly unsentLength: number;
  readonly connections: number;
  readonly connectionsPerAddress: number;
  /** Connections beyond the two caps that are told `local limit exceeded` in a bind_nak; others are cut at once. */
  readonly busyReplies: number;
};

export const DEFAULT_KMS_HOST_LIMITS: KmsHostLimits = {
  firstPduTimeoutMs: 10_000,
  idleTimeoutMs: 30_000,
  drainTimeoutMs: 1_000,
  pduLength: 5840,
  stubLength: 65_536,
  contextsPerConnection: 32,
  callsPerConnection: 1_000,
  pdusPerConnection: 8_192,
  unsentLength: 65_536,
  connections: 8_192,
  connectionsPerAddress: 6_144,
  busyReplies: 64,
};
