// What a set of zones says to a question (RFC 1034 section 4.3.2, wildcards by RFC 4592). Pure.
import { isAtOrBelow, type OwnerName, parentName, prependLabels } from "../../core/dns/owner-name.ts";
import { RCODE } from "../../core/dns/rcode.ts";
import { recordTypeCode } from "../../core/dns/record-type.ts";
import type { LabRecord } from "./lab-message.ts";
import type { Zone, ZoneRecord } from "./zone.ts";

export type ZoneAnswer =
  /** No zone encloses the name. */
  | { readonly kind: "elsewhere" }
  /** A zone cut: the name belongs to the zone of these name servers. `answers` holds the aliases followed so far. */
  | {
      readonly kind: "referral";
      readonly answers: readonly LabRecord[];
      readonly authorities: readonly LabRecord[];
      readonly additionals: readonly LabRecord[];
    }
  | {
      readonly kind: "answer";
      readonly rcode: number;
      readonly answers: readonly LabRecord[];
      readonly authorities: readonly LabRecord[];
      readonly additionals: readonly LabRecord[];
    };

/** Type of a question for every type (RFC 1035 section 3.2.3). */
export const ANY_TYPE = 255;

const MAX_ALIASES = 16;

/** Aliases are followed inside these zones; an alias that leads out of them or into a loop ends the answer there. */
export function lookupInZones(zones: readonly Zone[], name: OwnerName, typeCode: number): ZoneAnswer {
  const answers: LabRecord[] = [];
  let asked = name;
  for (let aliases = 0; aliases <= MAX_ALIASES; aliases++) {
    const zone = enclosingZone(zones, asked);
    if (zone === undefined) return aliases === 0 ? { kind: "elsewhere" } : finished(zones, answers);
    const cut = nameServersAtCut(zone, asked);
    if (cut.length > 0)
      return { kind: "referral", answers, authorities: cut, additionals: addressesOf([zone], cut) };
    const found = recordsAt(zone, asked);
    if (found === undefined) return negative(zone, RCODE.NXDOMAIN, answers);
    const alias = found.find((record) => record.type === "CNAME");
    const matching = found.filter((record) => isAskedFor(record, typeCode));
    if (matching.length > 0) return finished(zones, [...answers, ...matching]);
    if (alias === undefined || alias.type !== "CNAME") return negative(zone, RCODE.NOERROR, answers);
    answers.push(alias);
    asked = alias.target;
  }
  return finished(zones, answers);
}

/** The zone with the longest apex at or above the name. */
export function enclosingZone(zones: readonly Zone[], name: OwnerName): Zone | undefined {
  let best: Zone | undefined;
  for (const zone of zones) {
    if (!isAtOrBelow(name, zone.apex)) continue;
    if (best === undefined || zone.apex.length > best.apex.length) best = zone;
  }
  return best;
}

function finished(zones: readonly Zone[], answers: readonly LabRecord[]): ZoneAnswer {
  return {
    kind: "answer",
    rcode: RCODE.NOERROR,
    answers,
    authorities: [],
    additionals: addressesOf(zones, answers),
  };
}

/** With the SOA, whose TTL is how long the absence may be cached (RFC 2308 section 3). */
function negative(zone: Zone, rcode: number, answers: readonly LabRecord[]): ZoneAnswer {
  const ttlSeconds = Math.min(zone.soa.ttlSeconds, zone.soa.minimum);
  return { kind: "answer", rcode, answers, authorities: [{ ...zone.soa, ttlSeconds }], additionals: [] };
}

/** The NS records of the topmost zone cut at or above the name, below the apex. */
function nameServersAtCut(zone: Zone, name: OwnerName): readonly ZoneRecord[] {
  let cut: readonly ZoneRecord[] = [];
  for (let at: OwnerName | undefined = name; at !== undefined && at !== zone.apex; at = parentName(at)) {
    const nameServers = (zone.records.get(at) ?? []).filter((record) => record.type === "NS");
    if (nameServers.length > 0) cut = nameServers;
  }
  return cut;
}

/** All records at a name, those of a wildcard renamed; none for an empty non-terminal; undefined where no such name is. */
function recordsAt(zone: Zone, name: OwnerName): readonly LabRecord[] | undefined {
  const own: readonly LabRecord[] = zone.records.get(name) ?? [];
  if (name === zone.apex) return [zone.soa, ...own];
  if (zone.names.has(name)) return own;
  const wildcard = zone.records.get(wildcardFor(zone, name));
  return wildcard?.map((record) => ({ ...record, owner: name }));
}

/** The wildcard right below the closest name that exists. */
function wildcardFor(zone: Zone, name: OwnerName): OwnerName {
  let encloser: OwnerName = name;
  while (!zone.names.has(encloser)) encloser = parentName(encloser) ?? zone.apex;
  const wildcard = prependLabels(["*"], encloser);
  // Too long to exist: the name itself exists no more than the wildcard does.
  return wildcard.ok ? wildcard.value : name;
}

function isAskedFor(record: LabRecord, typeCode: number): boolean {
  return typeCode === ANY_TYPE || recordTypeCode(record) === typeCode;
}

/** The addresses of SRV and NS targets that these zones hold, each once. */
function addressesOf(zones: readonly Zone[], records: readonly LabRecord[]): readonly LabRecord[] {
  const targets = new Set<OwnerName>();
  for (const record of records) if (record.type === "SRV" || record.type === "NS") targets.add(record.target);
  return [...targets].flatMap((target) =>
    (enclosingZone(zones, target)?.records.get(target) ?? []).filter(
      (record) => record.type === "A" || record.type === "AAAA",
    ),
  );
}
