// What a domain publishes, taken over all servers that were asked.
import type { OwnerName } from "./owner-name.ts";
import type { SrvRecord } from "./record.ts";

/** The SRV records of several answers without exact duplicates; the TTL is that of the first answer that has the record. */
export function publishedRecords(
  answers: readonly { readonly records: readonly SrvRecord[] }[],
): readonly SrvRecord[] {
  const [first] = answers;
  if (answers.length === 1 && first !== undefined) return first.records;
  const seen = new Map<string, SrvRecord>();
  for (const { records } of answers) {
    for (const record of records) {
      const key = `${record.priority} ${record.weight} ${record.port} ${record.target}`;
      if (!seen.has(key)) seen.set(key, record);
    }
  }
  return [...seen.values()];
}

/** The different hosts of SRV records; the root (service not available) is none. */
export function targetsOf(records: readonly SrvRecord[]): readonly OwnerName[] {
  return [...new Set(records.map((record) => record.target))].filter((target) => target !== ".");
}
