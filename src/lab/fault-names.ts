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
] as const;

export type FaultName = (typeof FAULT_NAMES)[number];
