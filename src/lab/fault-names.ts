// The faults that a scenario may name; apart from what they do, so that the schema loads no server.

export const FAULT_NAMES = [
  "drop",
  "drop-udp",
  "drop-tcp",
  "close-tcp",
  "servfail",
  "servfail-once",
  "refuse",
  "lame",
  "truncate",
  "wrong-id",
  "wrong-question",
  "wrong-source",
  "no-edns",
  "drop-edns",
  "compression-loop",
  "garbage",
  "updates-silent",
] as const;

/** What goes wrong with updates only; the server itself does these, no wrapper around it. */
export const UPDATE_FAULT_NAMES = ["updates-ignored", "updates-not-replicated"] as const;

export type UpdateFaultName = (typeof UPDATE_FAULT_NAMES)[number];
export type FaultName = (typeof FAULT_NAMES)[number];
