// Which zone a master file is of: the owner of its first SOA record, as far as the file itself says it.
import { isAtOrBelow, ownerNameFromLabels, type OwnerName } from "../owner-name.ts";
import { readRecordHead, wordAt } from "./read-record-head.ts";
import { readFileName } from "./read-words.ts";
import { scanEntries } from "./scan-entries.ts";

/** Undefined where the file leaves it open (`@ IN SOA` without an `$ORIGIN` before), or has no SOA that can be read. */
export function findApex(text: string): OwnerName | undefined {
  const unknown = ownerNameFromLabels(["\0"]);
  if (!unknown.ok) return undefined;
  let origin = unknown.value;
  let apex: OwnerName | undefined;
  scanEntries(text, (entry) => {
    const first = wordAt(text, entry, 0);
    if (/^\$ORIGIN$/i.test(first)) {
      const name = readFileName(wordAt(text, entry, 1), origin);
      if (name.ok) origin = name.value;
      return undefined;
    }
    const head = first.startsWith("$") ? undefined : readRecordHead(text, entry);
    if (head === undefined || !head.ok || head.value.type !== "SOA") return undefined;
    const name = entry.isIndented ? undefined : readFileName(first, origin);
    if (name?.ok) apex = name.value;
    return { line: entry.line, reason: "found" };
  });
  return apex === undefined || isAtOrBelow(apex, unknown.value) ? undefined : apex;
}
