// Removes records with their lines. What lines after them inherited, the owner or the TTL, is then written where it is needed.
import type { OwnerName } from "../owner-name.ts";
import type { Splice } from "./splice.ts";
import type { Follower, LinePlace, SrvInFile } from "./zone-reading.ts";

type Inherited = { readonly owner: OwnerName | undefined; readonly ttlSeconds: number | undefined };

export type Removal = {
  readonly owner: OwnerName;
  /** All SRV records of the owner, in the order of the file. */
  readonly srv: readonly SrvInFile[];
  readonly removed: ReadonlySet<SrvInFile>;
  /** Records that get a TTL of their own, by other splices. */
  readonly retimed: ReadonlyMap<SrvInFile, number>;
};

/** The lines go, and each record that stays keeps the owner and the TTL that it had. */
export function removeLines(text: string, { owner, srv, removed, retimed }: Removal): readonly Splice[] {
  const splices: Splice[] = [];
  const members = new Set(srv.map(({ place }) => (place.kind === "line" ? place.start : -1)));
  /** What the record at an offset would inherit after the edit, where that is no longer what it was. */
  const inherits = new Map<number, Inherited>();
  /** The removed line that has the owner for those below. */
  let lastRemoved: LinePlace | undefined;

  /** Writes down what a record that stays does not inherit any more. */
  function pin(record: Follower, inherited: Inherited, hasNewTtl: boolean): void {
    if (record.isIndented && inherited.owner !== owner) {
      splices.push({
        start: record.start,
        end: record.start,
        text: ownerText(text, lastRemoved, record, owner),
      });
    }
    if (record.inheritsTtl && !hasNewTtl && inherited.ttlSeconds !== record.inheritedTtl) {
      splices.push({ start: record.afterOwner, end: record.afterOwner, text: `${record.inheritedTtl} ` });
    }
  }

  for (const record of srv) {
    const { place } = record;
    if (place.kind !== "line") continue;
    const before = inherits.get(place.start) ?? {
      owner: place.inheritedOwner,
      ttlSeconds: place.inheritedTtl,
    };
    let after = before;
    if (removed.has(record)) {
      if (!place.isIndented) lastRemoved = place;
      splices.push(lineSplice(text, place));
    } else {
      pin(place, before, retimed.has(record));
      after = { owner, ttlSeconds: retimed.get(record) ?? record.ttlSeconds };
    }
    const { follower } = place;
    if (follower === undefined) continue;
    if (members.has(follower.start)) inherits.set(follower.start, after);
    else pin(follower, after, false);
  }
  return splices;
}

/**
 * The line with its newline; where the last line has none, with the newline before it. A directive keeps its newline:
 * BIND does not read one that ends with the file.
 */
function lineSplice(text: string, { start, end }: LinePlace): Splice {
  const isOpenEnd = end === text.length && !text.endsWith("\n");
  const lineBefore = text.lastIndexOf("\n", start - 2) + 1;
  if (!isOpenEnd || text[lineBefore] === "$") return { start, end, text: "" };
  const newline = /\r?\n$/.exec(text.slice(Math.max(0, start - 2), start))?.[0] ?? "";
  return { start: start - newline.length, end, text: "" };
}

/** The owner as the removed line has it, if the origin is still the same; else in full. */
function ownerText(
  text: string,
  removed: LinePlace | undefined,
  heir: { readonly start: number },
  owner: OwnerName,
): string {
  if (removed === undefined) return owner;
  const word = /^[\w.\\*-]+/.exec(text.slice(removed.start, removed.start + 256))?.[0];
  const isSameOrigin = !/^\$ORIGIN/im.test(text.slice(removed.end, heir.start));
  return isSameOrigin && word !== undefined && removed.start + word.length < removed.afterOwner
    ? word
    : owner;
}
