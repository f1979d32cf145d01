// The whole table of known codes.
import { DNS_CODES } from "./dns-codes.ts";
import { EVENT_CODES } from "./event-codes.ts";
import { KMS_CODES } from "./kms-codes.ts";
import type { KnownCode } from "./known-code.ts";
import { LICENCE_CODES } from "./licence-codes.ts";
import { NETWORK_CODES } from "./network-codes.ts";

export const KNOWN_CODES: readonly KnownCode[] = [
  ...KMS_CODES,
  ...DNS_CODES,
  ...NETWORK_CODES,
  ...LICENCE_CODES,
  ...EVENT_CODES,
];
