// Which octets of a zone file change so that its SRV records are as wished: replaced tokens, one new line, removed lines, the serial.
import { withoutTrailingDot } from "../owner-name.ts";
import type { SrvWish } from "../../plan/srv-wish.ts";
import { err, ok, type Result } from "../../result.ts";
import { nextSerial } from "./next-serial.ts";
import { newSrvLine } from "./new-srv-line.ts";
import { removeLines } from "./remove-lines.ts";
import type { Splice } from "./splice.ts";
import type { SrvData } from "./srv-rdata.ts";
import type { SrvInFile, ZoneReading } from "./zone-reading.ts";

/** The TTL of a first record where the file has no default. */
const FALLBACK_TTL_SECONDS = 3600;

export type SrvState = SrvData & { readonly ttlSeconds: number };

export type SrvEdit = {
  readonly splices: readonly Splice[];
  readonly before: readonly SrvState[];
  readonly after: readonly SrvState[];
  readonly serialBefore: number;
  /** The same as before where nothing changes. */
  readonly serialAfter: number;
};

export type EditRequest = {
  readonly wish: SrvWish;
  /** What to remove: records of the wish's target and port, with this priority and weight where they are given. */
  readonly remove: { readonly priority: number | undefined; readonly weight: number | undefined } | undefined;
  readonly nowSeconds: number;
  /** Where the zone is only guessed, a new line says its owner in full, so that it can't become another name. */
  readonly isZoneKnown: boolean;
};

type Draft = {
  readonly splices: Splice[];
  readonly removed: Set<SrvInFile>;
  /** New values of records that stay. */
  readonly changed: Map<SrvInFile, SrvState>;
  readonly retimed: Map<SrvInFile, number>;
  added: SrvState | undefined;
};

/** Errors are one clause: what can't be edited, and where it stands. */
export function planSrvEdit(
  text: string,
  reading: ZoneReading,
  request: EditRequest,
): Result<SrvEdit, string> {
  const draft: Draft = {
    splices: [],
    removed: new Set(),
    changed: new Map(),
    retimed: new Map(),
    added: undefined,
  };
  const problem =
    request.remove === undefined
      ? planAdding(text, reading, request, draft)
      : planRemoving(reading, request.wish, request.remove, draft);
  if (problem !== undefined) return err(problem);
  const { serial, serialAt, where } = reading.soa;
  const { removed, retimed } = draft;
  const { owner } = request.wish;
  const splices = [...draft.splices, ...removeLines(text, { owner, srv: reading.srv, removed, retimed })];
  const before = reading.srv;
  const kept = reading.srv.filter((record) => !draft.removed.has(record));
  const after = kept.map((record) => draft.changed.get(record) ?? record);
  if (draft.added !== undefined) after.push(draft.added);
  if (splices.length === 0) return ok({ splices, before, after, serialBefore: serial, serialAfter: serial });
  if (serialAt === undefined) {
    return err(`the SOA record stands ${where}, and included files are never written`);
  }
  const serialAfter = nextSerial(serial, request.nowSeconds);
  const [start, end] = serialAt;
  splices.push({
    start,
    end,
    text: String(serialAfter)
      .padStart(end - start, "0")
      .slice(-10),
  });
  return ok({ splices, before, after, serialBefore: serial, serialAfter });
}

function planRemoving(
  { srv }: ZoneReading,
  wish: SrvWish,
  { priority, weight }: NonNullable<EditRequest["remove"]>,
  draft: Draft,
): string | undefined {
  for (const record of sameHost(srv, wish)) {
    if (priority !== undefined && record.priority !== priority) continue;
    if (weight !== undefined && record.weight !== weight) continue;
    const problem = drop(record, draft);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function planAdding(
  text: string,
  reading: ZoneReading,
  { wish, isZoneKnown }: EditRequest,
  draft: Draft,
): string | undefined {
  const { srv, end } = reading;
  const ttlSeconds =
    wish.ttlSeconds ??
    srv[0]?.ttlSeconds ??
    (end.hasIncludes ? undefined : end.defaultTtl) ??
    FALLBACK_TTL_SECONDS;
  const { priority, weight, port, target } = wish;
  const wished: SrvState = { priority, weight, port, target, ttlSeconds };
  const same = sameHost(srv, wish);
  const exact = same.find((record) => isAlike(record, wished));
  const keeper = exact ?? same.find(({ place }) => place.kind === "line") ?? same[0];
  for (const record of same) {
    if (record === keeper || isAlike(record, wished)) continue;
    const problem = drop(record, draft);
    if (problem !== undefined) return problem;
  }
  if (keeper !== undefined && keeper !== exact) {
    const problem = renumber(keeper, wished, draft);
    if (problem !== undefined) return problem;
  }
  const retimed = wish.ttlSeconds === undefined ? undefined : retime(srv, wish.ttlSeconds, draft);
  if (retimed !== undefined) return retimed;
  if (keeper === undefined) {
    draft.added = wished;
    draft.splices.push(newSrvLine(text, reading, wish.owner, wished, isZoneKnown));
  }
  return undefined;
}

function sameHost(srv: readonly SrvInFile[], { target, port }: SrvWish): readonly SrvInFile[] {
  return srv.filter((record) => record.target === target && record.port === port);
}

function isAlike(record: SrvData, wished: SrvData): boolean {
  return record.priority === wished.priority && record.weight === wished.weight;
}

function drop(record: SrvInFile, draft: Draft): string | undefined {
  if (record.place.kind === "elsewhere") return sayElsewhere(record);
  draft.removed.add(record);
  return undefined;
}

/** Priority and weight are replaced where they stand, so that the rest of the line stays. */
function renumber(record: SrvInFile, wished: SrvState, draft: Draft): string | undefined {
  const { place } = record;
  if (place.kind === "elsewhere") return sayElsewhere(record);
  const [start = 0, priorityEnd = 0, weightStart = 0, weightEnd = 0] = place.dataAt;
  // Written as octets (RFC 3597) there are no numbers to replace.
  if (place.isGeneric) {
    const data = `SRV ${wished.priority} ${wished.weight} ${wished.port} ${wished.target}`;
    draft.splices.push({ start: place.typeAt[0], end: place.dataAt.at(-1) ?? place.typeAt[1], text: data });
  } else {
    draft.splices.push(
      { start, end: priorityEnd, text: String(wished.priority) },
      { start: weightStart, end: weightEnd, text: String(wished.weight) },
    );
  }
  draft.changed.set(record, { ...wished, ttlSeconds: record.ttlSeconds });
  return undefined;
}

/** The whole set gets the TTL. */
function retime(srv: readonly SrvInFile[], ttlSeconds: number, draft: Draft): string | undefined {
  for (const record of srv) {
    if (draft.removed.has(record) || record.ttlSeconds === ttlSeconds) continue;
    const { place } = record;
    if (place.kind === "elsewhere") return `${sayElsewhere(record)}; its TTL can't be changed`;
    const [start, end] = place.ttlAt ?? [place.afterOwner, place.afterOwner];
    draft.retimed.set(record, ttlSeconds);
    draft.splices.push({ start, end, text: `${ttlSeconds}${place.ttlAt === undefined ? " " : ""}` });
    const { priority, weight, port, target } = draft.changed.get(record) ?? record;
    draft.changed.set(record, { priority, weight, port, target, ttlSeconds });
  }
  return undefined;
}

function sayElsewhere({ place, target, port }: SrvInFile): string {
  const where = place.kind === "elsewhere" ? place.where : `line ${place.line}`;
  return `the record of ${withoutTrailingDot(target)}:${port} stands ${where}, which is never written`;
}
