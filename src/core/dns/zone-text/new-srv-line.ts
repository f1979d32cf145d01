// The line of a new SRV record: written as its neighbour is where it joins a set, else at the end of the file, as the last line is.
import { isAtOrBelow, ownerNameFromLabels, ownerNameLabels, type OwnerName } from "../owner-name.ts";
import type { SrvState } from "./plan-srv-edit.ts";
import type { Splice } from "./splice.ts";
import type { LinePlace, ZoneReading } from "./zone-reading.ts";

/** One splice that holds the line and its newline. */
export function newSrvLine(
  text: string,
  reading: ZoneReading,
  owner: OwnerName,
  record: SrvState,
  isZoneKnown: boolean,
): Splice {
  const sibling = reading.srv.findLast(({ place }) => place.kind === "line");
  if (sibling?.place.kind === "line") {
    return insertLine(text, sibling.place.end, siblingLine(text, sibling.place, owner, record, isZoneKnown));
  }
  const { origin, defaultTtl, hasIncludes } = reading.end;
  const separator = lastLine(text).includes("\t") ? "\t" : " ";
  const isDefault = record.ttlSeconds === defaultTtl && !hasIncludes;
  const words = [
    isZoneKnown ? relativeName(owner, origin) : owner,
    ...(isDefault ? [] : [record.ttlSeconds]),
    "IN",
    "SRV",
  ];
  return insertLine(text, text.length, `${words.join(separator)}${separator}${dataOf(record)}`);
}

/** The neighbour's line up to its data, if it is one line in the plain form and says the same TTL. */
function siblingLine(
  text: string,
  place: LinePlace,
  owner: OwnerName,
  record: SrvState,
  isZoneKnown: boolean,
): string {
  const head = text.slice(place.start, place.dataAt[0]);
  const isPlain = isZoneKnown && /^[^\n\r();"]*$/.test(head) && !place.isGeneric;
  const [ttlStart, ttlEnd] = place.ttlAt ?? [0, 0];
  if (isPlain && place.ttlAt !== undefined) {
    // Its own TTL may be about to change, and may differ from that of the set's first.
    return `${text.slice(place.start, ttlStart)}${record.ttlSeconds}${text.slice(ttlEnd, place.dataAt[0])}${dataOf(record)}`;
  }
  if (isPlain && record.ttlSeconds === place.inheritedTtl) return `${head}${dataOf(record)}`;
  return `${owner} ${record.ttlSeconds} IN SRV ${dataOf(record)}`;
}

function dataOf({ priority, weight, port, target }: SrvState): string {
  return `${priority} ${weight} ${port} ${target}`;
}

/** Behind a last line without a newline there is none behind the new one either. */
function insertLine(text: string, at: number, line: string): Splice {
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const isOpenEnd = at === text.length && text !== "" && !text.endsWith("\n");
  return { start: at, end: at, text: isOpenEnd ? `${newline}${line}` : `${line}${newline}` };
}

function lastLine(text: string): string {
  const trimmed = text.trimEnd();
  return trimmed.slice(trimmed.lastIndexOf("\n") + 1);
}

/** Relative to the origin if it lies below it. */
function relativeName(owner: OwnerName, origin: OwnerName): string {
  if (origin === "." || owner === origin || !isAtOrBelow(owner, origin)) return owner;
  const labels = ownerNameLabels(owner);
  const relative = ownerNameFromLabels(labels.slice(0, labels.length - ownerNameLabels(origin).length));
  return relative.ok ? relative.value.slice(0, -1) : owner;
}
