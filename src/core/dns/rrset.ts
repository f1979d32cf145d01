// Comparison of SRV sets (RFC 2181 section 5): a set has no duplicates and no order, and its TTL is no part of identity.
import type { DnsRecord, SrvRecord } from "./record.ts";

export type SrvSetDifference = {
  readonly equal: boolean;
  /** Records of the left set that the right one lacks, and the other way round. */
  readonly onlyLeft: readonly SrvRecord[];
  readonly onlyRight: readonly SrvRecord[];
  /** Records in both, with different TTLs. Does not make the sets unequal: caches count down. */
  readonly ttlDiffers: readonly { readonly left: SrvRecord; readonly right: SrvRecord }[];
};

/** Everything but owner and TTL, as one comparable text. */
export function srvKey(record: SrvRecord): string {
  return `${record.priority} ${record.weight} ${record.port} ${record.target}`;
}

export function compareSrvSets(left: readonly SrvRecord[], right: readonly SrvRecord[]): SrvSetDifference {
  const leftByKey = new Map(left.map((record) => [srvKey(record), record]));
  const rightByKey = new Map(right.map((record) => [srvKey(record), record]));
  const onlyLeft = [...leftByKey].filter(([key]) => !rightByKey.has(key)).map(([, record]) => record);
  const onlyRight = [...rightByKey].filter(([key]) => !leftByKey.has(key)).map(([, record]) => record);
  const ttlDiffers = [...leftByKey].flatMap(([key, one]) => {
    const other = rightByKey.get(key);
    return other === undefined || other.ttlSeconds === one.ttlSeconds ? [] : [{ left: one, right: other }];
  });
  return { equal: onlyLeft.length === 0 && onlyRight.length === 0, onlyLeft, onlyRight, ttlDiffers };
}

/** Drops records that say the same again, TTL included; the first of them stays. The order is kept. */
export function dropDuplicates<T extends DnsRecord>(records: readonly T[]): readonly T[] {
  if (records.length < 2) return records;
  const seen = new Set<string>();
  return records.filter((record) => {
    // Records of types that are not decoded can't be told to be equal.
    if (record.type === "OTHER") return true;
    const key = JSON.stringify(Object.entries(record).toSorted(([one], [other]) => compareText(one, other)));
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Order by code units: the same on every machine, whatever its language. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
