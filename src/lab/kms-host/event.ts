// What the endpoint reports about itself while it runs; the counters of stats() are a fold over these.

export type KmsHostEvent =
  | { readonly kind: "accepted" }
  | { readonly kind: "over-capacity"; readonly answer: "busy" | "cut" }
  | { readonly kind: "bind-accepted"; readonly interface: string; readonly transferSyntax: string }
  | { readonly kind: "bind-rejected" }
  | { readonly kind: "bind-nak"; readonly reason: number }
  | { readonly kind: "call"; readonly interface: string; readonly opnum: number }
  | { readonly kind: "activation-refused" }
  | { readonly kind: "fault"; readonly status: number }
  | { readonly kind: "deadline"; readonly stage: "first-pdu" | "idle" }
  | { readonly kind: "listen-error"; readonly code: string }
  | { readonly kind: "closed" };

/** An event with the peer it is about, and the wall clock where the host was given one. */
export type KmsHostLogEntry = {
  readonly event: KmsHostEvent;
  /** `ADDR:PORT`, empty where no peer is concerned. */
  readonly peer: string;
  /** Milliseconds since the Unix epoch; null without a clock. */
  readonly atMs: number | null;
};
