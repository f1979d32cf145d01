// Plans the SRV records of a KMS host: to be published, or taken away. Records of other hosts are never touched unasked.
import { withoutTrailingDot, type OwnerName } from "../dns/owner-name.ts";
import type { SrvRecord } from "../dns/record.ts";
import { compareText, srvKey } from "../dns/rrset.ts";
import type { Change } from "./change.ts";
import type { Plan } from "./plan.ts";
import type { SrvWish } from "./srv-wish.ts";

/** The TTL of a record that joins no other (the KMS host's own publishing takes an hour, too). */
export const DEFAULT_TTL_SECONDS = 3600;

export type SrvChanges = Pick<Plan, "changes" | "goals" | "notes">;

/**
 * A record with the same target and port and another priority or weight is replaced. A new record takes the TTL of the
 * set that it joins (RFC 2181 section 5.2); a TTL that is wished for is given to the whole set. `replaces`: make the
 * wished record the only one.
 */
export function planSrv(wish: SrvWish, read: readonly SrvRecord[], replaces: boolean): SrvChanges {
  // Servers rotate their records: the same set gives the same plan.
  const seen = read.toSorted((left, right) => compareText(srvKey(left), srvKey(right)));
  const joined = Math.min(...seen.map(({ ttlSeconds }) => ttlSeconds));
  const ttlSeconds = wish.ttlSeconds ?? (seen.length === 0 ? DEFAULT_TTL_SECONDS : joined);
  const wished: SrvRecord = { type: "SRV", ttlSeconds, ...pick(wish) };
  const isWished = (record: SrvRecord): boolean => srvKey(record) === srvKey(wished);
  const isOutdated = (record: SrvRecord): boolean => isSameEndpoint(record, wish) && !isWished(record);
  const isDoomed = (record: SrvRecord): boolean => isOutdated(record) || (replaces && !isWished(record));
  const kept = seen.filter((record) => !isDoomed(record));
  const retimed =
    wish.ttlSeconds === undefined ? [] : kept.filter((record) => record.ttlSeconds !== ttlSeconds);
  const changes: Change[] = [
    ...seen.filter(isDoomed).map(deletion),
    ...retimed.map(deletion),
    ...retimed.map((record) => addition({ ...record, ttlSeconds })),
    ...(kept.some(isWished) ? [] : [addition(wished)]),
  ];
  return {
    changes,
    goals: [wished],
    notes: [...outdatedNotes(seen.filter(isOutdated)), ...ttlNotes(retimed, isWished, ttlSeconds)],
  };
}

function pick({ owner, target, port, priority, weight }: SrvWish): Omit<SrvRecord, "type" | "ttlSeconds"> {
  return { owner, target, port, priority, weight };
}

function outdatedNotes(outdated: readonly SrvRecord[]): readonly string[] {
  return outdated.map(
    ({ target, port, priority, weight }) =>
      `${withoutTrailingDot(target)}:${port} is there with priority ${priority} and weight ${weight}: that record is replaced.`,
  );
}

function ttlNotes(
  retimed: readonly SrvRecord[],
  isWished: (record: SrvRecord) => boolean,
  ttlSeconds: number,
): readonly string[] {
  const others = retimed.filter((record) => !isWished(record));
  if (others.length === 0) return [];
  const hosts = others.map(({ target }) => withoutTrailingDot(target)).join(", ");
  return [`A set of records has one TTL: ${ttlSeconds} s is given to those of ${hosts}, too.`];
}

/** What is to be taken away; undefined fields match everything. */
export type SrvSelector = { readonly target: OwnerName } & Partial<
  Pick<SrvRecord, "port" | "priority" | "weight">
>;

/** No change where nothing matches. */
export function planSrvRemoval(selector: SrvSelector, seen: readonly SrvRecord[]): readonly Change[] {
  return selectSrv(selector, seen).map(deletion);
}

function selectSrv(selector: SrvSelector, seen: readonly SrvRecord[]): readonly SrvRecord[] {
  const { target, port, priority, weight } = selector;
  return seen.filter(
    (record) =>
      record.target === target &&
      record.port === (port ?? record.port) &&
      record.priority === (priority ?? record.priority) &&
      record.weight === (weight ?? record.weight),
  );
}

/** Hosts other than the wished one that lose their record. */
export function hostsTakenAway(changes: readonly Change[], host: OwnerName): readonly OwnerName[] {
  const targets = (action: Change["action"]): ReadonlySet<OwnerName> =>
    new Set(
      changes.flatMap((change) =>
        change.action === action && change.record.type === "SRV" ? [change.record.target] : [],
      ),
    );
  const back = targets("add");
  return [...targets("delete")].filter((target) => target !== host && !back.has(target));
}

function isSameEndpoint(record: SrvRecord, { target, port }: Pick<SrvWish, "target" | "port">): boolean {
  return record.target === target && record.port === port;
}

function deletion(record: SrvRecord): Change {
  return { action: "delete", record };
}

function addition(record: SrvRecord): Change {
  return { action: "add", record };
}
