// What an open TCP port turned out to be, judged by its answer to a DCE/RPC bind (C706 chapter 12, MS-RPCE).

/**
 * kms: the KMS interface was accepted · rpc-not-kms: DCE/RPC without that interface · not-rpc: other bytes came ·
 * silent: nothing came · closed: the connection ended with nothing said · denied: the bind was refused ·
 * malformed: it began as DCE/RPC and broke the protocol, or never completed · not-tried: no bind was sent.
 */
export type RpcVerdictKind =
  "kms" | "rpc-not-kms" | "not-rpc" | "silent" | "closed" | "denied" | "malformed" | "not-tried";

export type RpcVerdict = {
  readonly verdict: RpcVerdictKind;
  /** One line for people: what was seen that led to the verdict. Received text in it is already escaped. */
  readonly detail: string;
  /** Milliseconds from sending the bind to the deciding bytes or event; null where no bind was sent or nothing came. */
  readonly bindMs: number | null;
};
