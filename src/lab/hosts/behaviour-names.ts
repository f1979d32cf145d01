// What a host of a scenario may be; apart from the servers themselves, so that the schema loads none.

export const HOST_BEHAVIOUR_NAMES = [
  "kms",
  "rpc-other",
  "silent",
  "closing",
  "http",
  "ssh-banner",
  "tls",
  "refused",
] as const;

export type HostBehaviour = (typeof HOST_BEHAVIOUR_NAMES)[number];
