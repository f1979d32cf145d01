// IP addresses as numbers: parsing of literal text (RFC 4291 section 2.2) and canonical text (RFC 5952).
import { err, ok, type Result } from "../result.ts";

export type IpFamily = 4 | 6;

export type IpAddress = {
  readonly family: IpFamily;
  /** The address as an unsigned integer of 32 or 128 bits. */
  readonly value: bigint;
  /** Zone of a scoped IPv6 address (`eth0` in `fe80::1%eth0`), else undefined. */
  readonly zone?: string;
};

export const IPV4_MAX = 0xffff_ffffn;
export const IPV6_MAX = (1n << 128n) - 1n;

/** Parses a literal IPv4 or IPv6 address. Octal-looking and short IPv4 forms are refused. Errors are one clause. */
export function parseAddress(text: string): Result<IpAddress, string> {
  if (text.includes(":")) return parseIpv6(text);
  const value = parseIpv4(text);
  return value === undefined ? err(`'${text}' is not an IPv4 or IPv6 address`) : ok({ family: 4, value });
}

/** True for text that is a literal address, with or without an IPv6 zone. */
export function isAddress(text: string): boolean {
  return parseAddress(text).ok;
}

/** The family of text that is known to be a literal address. */
export function familyOfAddress(address: string): IpFamily {
  return address.includes(":") ? 6 : 4;
}

/** Canonical text: dotted quad, or RFC 5952 with the zone appended. */
export function formatAddress(address: IpAddress): string {
  if (address.family === 4) return formatIpv4(address.value);
  const text = formatIpv6(address.value);
  return address.zone === undefined ? text : `${text}%${address.zone}`;
}

/** Order by family, then by value. */
export function compareAddresses(left: IpAddress, right: IpAddress): number {
  if (left.family !== right.family) return left.family - right.family;
  return left.value < right.value ? -1 : left.value > right.value ? 1 : 0;
}

function parseIpv4(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    value = (value << 8n) | BigInt(part);
  }
  return value;
}

function parseIpv6(text: string): Result<IpAddress, string> {
  const failure = err(`'${text}' is not an IPv6 address`);
  const percent = text.indexOf("%");
  const zone = percent === -1 ? undefined : text.slice(percent + 1);
  if (zone !== undefined && !/^[\w.-]{1,32}$/.test(zone)) return failure;
  const halves = (percent === -1 ? text : text.slice(0, percent)).split("::");
  if (halves.length > 2) return failure;
  const head = parseGroups(halves[0] ?? "", halves.length === 1);
  const tail = halves.length === 2 ? parseGroups(halves[1] ?? "", true) : [];
  if (head === undefined || tail === undefined) return failure;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return failure;
  let value = 0n;
  for (const group of [...head, ...Array<number>(missing).fill(0), ...tail])
    value = (value << 16n) | BigInt(group);
  return ok(zone === undefined ? { family: 6, value } : { family: 6, value, zone });
}

function parseGroups(text: string, mayEndInIpv4: boolean): number[] | undefined {
  if (text === "") return [];
  const parts = text.split(":");
  const groups: number[] = [];
  for (const [index, part] of parts.entries()) {
    if (mayEndInIpv4 && index === parts.length - 1 && part.includes(".")) {
      const embedded = parseIpv4(part);
      if (embedded === undefined) return undefined;
      groups.push(Number(embedded >> 16n), Number(embedded & 0xffffn));
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) {
      groups.push(Number.parseInt(part, 16));
    } else {
      return undefined;
    }
  }
  return groups;
}

function formatIpv4(value: bigint): string {
  const bits = Number(value);
  return `${bits >>> 24}.${(bits >>> 16) & 255}.${(bits >>> 8) & 255}.${bits & 255}`;
}

function formatIpv6(value: bigint): string {
  // IPv4-mapped addresses are shown in mixed notation (RFC 5952 section 5).
  if (value >> 32n === 0xffffn) return `::ffff:${formatIpv4(value & IPV4_MAX)}`;
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  );
  const run = longestZeroRun(groups);
  if (run.length < 2) return groups.join(":");
  return `${groups.slice(0, run.start).join(":")}::${groups.slice(run.start + run.length).join(":")}`;
}

function longestZeroRun(groups: readonly string[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (let index = 0; index <= groups.length; index++) {
    if (index < groups.length && groups[index] === "0") continue;
    if (index - start > best.length) best = { start, length: index - start };
    start = index + 1;
  }
  return best;
}
