// Numbers of the record types that the tool reads (IANA DNS parameters), and mnemonics for all others (RFC 3597).
import type { DnsRecord, QueryType } from "./record.ts";

export const TYPE_CODES = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  AAAA: 28,
  SRV: 33,
  DNAME: 39,
  OPT: 41,
} as const;

export const CLASS_IN = 1;

const NAMES = new Map<number, keyof typeof TYPE_CODES>();
for (const name of Object.keys(TYPE_CODES) as (keyof typeof TYPE_CODES)[]) NAMES.set(TYPE_CODES[name], name);

/** The mnemonic of a known type, else undefined. */
export function knownTypeName(code: number): keyof typeof TYPE_CODES | undefined {
  return NAMES.get(code);
}

/** The mnemonic, or `TYPE65280` for a type that has none here. */
export function typeName(code: number): string {
  return NAMES.get(code) ?? `TYPE${code}`;
}

/** The number that a question for this type carries. */
export function typeCode(type: QueryType): number {
  return TYPE_CODES[type];
}

/** The number of a decoded record's type. */
export function recordTypeCode(record: DnsRecord): number {
  return record.type === "OTHER" ? record.typeCode : TYPE_CODES[record.type];
}
