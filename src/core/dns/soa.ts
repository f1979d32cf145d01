// Arithmetic on SOA records: serial numbers (RFC 1982) and the lifetime of negative answers (RFC 2308).
import type { SoaRecord } from "./record.ts";

/** What the left serial is against the right; `undefined-order` for two that lie exactly 2^31 apart. */
export type SerialOrder = "older" | "equal" | "newer" | "undefined-order";

const HALF = 0x8000_0000;

export function compareSerials(left: number, right: number): SerialOrder {
  const distance = (left - right) >>> 0;
  if (distance === 0) return "equal";
  if (distance === HALF) return "undefined-order";
  return distance < HALF ? "newer" : "older";
}

/** Seconds for which "no such name" or "no such record" may be kept: the lesser of the SOA's TTL and its minimum field. */
export function negativeTtlSeconds(soa: SoaRecord): number {
  return Math.min(soa.ttlSeconds, soa.minimum);
}
