// A caching resolver whose whole Internet are the lab's zones: it keeps answers until their TTL has passed, as clients'
// resolvers do, so that stale and negatively cached answers can be shown.
import type { Clock } from "../../app/ports.ts";
import { ROOT } from "../../core/dns/owner-name.ts";
import { RCODE } from "../../core/dns/rcode.ts";
import type { SoaRecord } from "../../core/dns/record.ts";
import { answering } from "./answer-query.ts";
import { type DnsHandler, type LabQuestion, type LabRecord, responseTo } from "./lab-message.ts";
import { createZone, type Zone } from "./zone.ts";
import { lookupInZones, type ZoneAnswer } from "./zone-lookup.ts";

export type ResolverHandler = {
  readonly handler: DnsHandler;
  /** Forgets everything, as `ipconfig /flushdns` does. */
  readonly flush: () => void;
};

type CacheEntry = {
  readonly answer: Extract<ZoneAnswer, { readonly kind: "answer" }>;
  readonly storedMs: number;
  readonly lifetimeSeconds: number;
};

const CACHE_ENTRIES = 10_000;
const ROOT_SOA: SoaRecord = {
  type: "SOA",
  owner: ROOT,
  ttlSeconds: 86_400,
  mname: ROOT,
  rname: ROOT,
  serial: 1,
  refresh: 1_800,
  retry: 900,
  expire: 604_800,
  minimum: 300,
};

export function createResolverHandler(zones: () => readonly Zone[], clock: Clock): ResolverHandler {
  const cache = new Map<string, CacheEntry>();
  const root = createZone(ROOT_SOA, []);

  const lookUp = (question: LabQuestion): CacheEntry | undefined => {
    const key = `${question.typeCode} ${question.name}`;
    const cached = cache.get(key);
    if (cached !== undefined && ageSeconds(cached, clock) < cached.lifetimeSeconds) return cached;
    const answer = lookupInZones([...zones(), root], question.name, question.typeCode);
    if (answer.kind !== "answer") return undefined;
    const entry = { answer, storedMs: clock.monotonicMs(), lifetimeSeconds: lifetimeOf(answer) };
    // The lab asks for few names; a fuller cache is simply begun anew.
    if (cache.size >= CACHE_ENTRIES) cache.clear();
    cache.set(key, entry);
    return entry;
  };

  const handler = answering((query, question) => {
    const entry = lookUp(question);
    // A referral to servers that are not in the lab: they can't be reached.
    if (entry === undefined) return { ...responseTo(query, RCODE.SERVFAIL), recursionAvailable: true };
    const { rcode, answers, authorities, additionals } = entry.answer;
    const age = ageSeconds(entry, clock);
    return {
      ...responseTo(query, rcode),
      recursionAvailable: true,
      answers: aged(answers, age),
      authorities: aged(authorities, age),
      additionals: aged(additionals, age),
    };
  });
  return { handler, flush: () => cache.clear() };
}

function lifetimeOf(answer: CacheEntry["answer"]): number {
  const records = [...answer.answers, ...answer.authorities];
  return Math.min(...records.map((record) => record.ttlSeconds));
}

function ageSeconds(entry: CacheEntry, clock: Clock): number {
  return Math.floor((clock.monotonicMs() - entry.storedMs) / 1000);
}

function aged(records: readonly LabRecord[], seconds: number): readonly LabRecord[] {
  return records.map((record) => ({ ...record, ttlSeconds: Math.max(0, record.ttlSeconds - seconds) }));
}
