// The cases of RFC 2136 that every server is to answer alike, each for a zone of its own.
import type { QueryType } from "../../src/core/dns/record.ts";
import type { RCODE } from "../../src/core/dns/rcode.ts";
import { nameWire, octets, srvRdata, type WireRecord } from "./dns-wire.ts";

type Rrset = `${string} ${QueryType}`;

export type UpdateCase = {
  readonly title: string;
  readonly prerequisites?: readonly WireRecord[];
  readonly updates?: readonly WireRecord[];
  /** Instead of the zone itself, SOA, IN. */
  readonly zones?: readonly { readonly name: string; readonly type: number; readonly class?: number }[];
  /** Instead of the true counts of the sections. */
  readonly counts?: readonly [number, number, number, number];
  readonly rcode: keyof typeof RCODE;
  /** Default: 1, the zone is as it was. */
  readonly serial?: number;
  /** What there is afterwards: `ttl rdata`, sorted. */
  readonly after?: Readonly<Record<Rrset, readonly string[]>>;
};

const [A, NS, CNAME, SOA, TXT, SRV, ANY] = [1, 2, 5, 6, 16, 33, 255];
const [CH, NONE, CLASS_ANY] = [3, 254, 255];
const NOTHING = octets();
const SERVICE = "_vlmcs._tcp";
const KMS1 = "3600 0 0 1688 kms1";
const KMS2 = "3600 10 0 1688 kms2";
const BOTH = { [`${SERVICE} SRV`]: [KMS1, KMS2] };

/** Names are relative to the zone of the case, `@` is its apex. */
export function updateCaseRecords(apex: string): readonly string[] {
  return [
    `kms1.${apex}. 3600 IN A 192.0.2.1`,
    `kms1.${apex}. 3600 IN A 192.0.2.2`,
    `${SERVICE}.${apex}. 3600 IN SRV 0 0 1688 kms1.${apex}.`,
    `${SERVICE}.${apex}. 3600 IN SRV 10 0 1688 kms2.${apex}.`,
    `alias.${apex}. 3600 IN CNAME kms1.${apex}.`,
    `${apex}. 3600 IN A 192.0.2.99`,
  ];
}

export function updateCases(apex: string): readonly UpdateCase[] {
  const at = (owner: string): string => (owner === "@" ? apex : `${owner}.${apex}`);
  const srv = (host: string, priority = 0, port = 1688): Uint8Array =>
    srvRdata(priority, 0, port, nameWire(at(host)));
  /** A target in capitals, octet by octet: names as values have lost their letter case. */
  const shouted = (host: string): Uint8Array =>
    srvRdata(
      0,
      0,
      1688,
      nameWire(at(host)).map((octet) => (octet >= 97 && octet <= 122 ? octet - 32 : octet)),
    );
  const some = (
    owner: string,
    type: number,
    rdata: Uint8Array,
    more: Partial<WireRecord> = {},
  ): WireRecord => ({
    owner: at(owner),
    type,
    ttl: 0,
    rdata,
    ...more,
  });
  const exists = (owner: string, type: number) => some(owner, type, NOTHING, { class: CLASS_ANY });
  const absent = (owner: string, type: number) => some(owner, type, NOTHING, { class: NONE });
  const equals = (owner: string, type: number, rdata: Uint8Array) => some(owner, type, rdata);
  const add = (owner: string, type: number, rdata: Uint8Array, ttl = 3600) =>
    some(owner, type, rdata, { ttl });
  const remove = (owner: string, type: number, rdata: Uint8Array) =>
    some(owner, type, rdata, { class: NONE });
  const removeAll = (owner: string, type = ANY) => some(owner, type, NOTHING, { class: CLASS_ANY });
  const address = octets(192, 0, 2, 7);
  const added = add("new", A, address);
  const wasAdded = { serial: 2, after: { "new A": ["3600 192.0.2.7"] } } as const;
  const wasNot = { after: { "new A": [] } } as const;
  const soa = (serial: number): Uint8Array =>
    Uint8Array.from([
      ...nameWire(at("ns")),
      ...nameWire(at("hostmaster")),
      ...[serial, 3600, 900, 604_800, 300].flatMap((value) => [
        value >>> 24,
        (value >>> 16) & 255,
        (value >>> 8) & 255,
        value & 255,
      ]),
    ]);
  const whole = [equals(SERVICE, SRV, srv("kms1")), equals(SERVICE, SRV, srv("kms2", 10))];

  return [
    // Section 3.1.
    { title: "an update of nothing", rcode: "NOERROR" },
    { title: "no zone", zones: [], rcode: "FORMERR" },
    { title: "two zones", zones: [1, 2].map(() => ({ name: apex, type: SOA })), rcode: "FORMERR" },
    { title: "a zone section of another type", zones: [{ name: apex, type: A }], rcode: "FORMERR" },
    {
      title: "a name inside the zone as the zone",
      zones: [{ name: at("kms1"), type: SOA }],
      rcode: "NOTAUTH",
    },
    {
      title: "a zone that is not served",
      zones: [{ name: "elsewhere.example", type: SOA }],
      rcode: "NOTAUTH",
    },
    {
      title: "more updates counted than there are",
      counts: [1, 0, 2, 0],
      updates: [added],
      rcode: "FORMERR",
    },
    // Section 3.2.
    {
      title: "a set that exists",
      prerequisites: [exists(SERVICE, SRV)],
      updates: [added],
      rcode: "NOERROR",
      ...wasAdded,
    },
    {
      title: "a set that does not exist",
      prerequisites: [exists("kms1", SRV)],
      updates: [added],
      rcode: "NXRRSET",
      ...wasNot,
    },
    {
      title: "an absent set",
      prerequisites: [absent("new", A)],
      updates: [added],
      rcode: "NOERROR",
      ...wasAdded,
    },
    {
      title: "an absent set that is there",
      prerequisites: [absent(SERVICE, SRV)],
      updates: [added],
      rcode: "YXRRSET",
      ...wasNot,
    },
    {
      title: "a name in use",
      prerequisites: [exists("kms1", ANY)],
      updates: [added],
      rcode: "NOERROR",
      ...wasAdded,
    },
    {
      title: "a name that is not in use",
      prerequisites: [exists("new", ANY)],
      updates: [added],
      rcode: "NXDOMAIN",
      ...wasNot,
    },
    {
      title: "a name with nothing but names below it is not in use",
      prerequisites: [exists("_tcp", ANY)],
      rcode: "NXDOMAIN",
    },
    { title: "the apex is in use", prerequisites: [exists("@", ANY)], rcode: "NOERROR" },
    {
      title: "a free name",
      prerequisites: [absent("new", ANY)],
      updates: [added],
      rcode: "NOERROR",
      ...wasAdded,
    },
    {
      title: "a free name that is in use",
      prerequisites: [absent("kms1", ANY)],
      updates: [added],
      rcode: "YXDOMAIN",
      ...wasNot,
    },
    { title: "the whole set", prerequisites: whole, updates: [added], rcode: "NOERROR", ...wasAdded },
    { title: "the whole set in another order", prerequisites: whole.toReversed(), rcode: "NOERROR" },
    {
      title: "less than the set",
      prerequisites: whole.slice(0, 1),
      updates: [added],
      rcode: "NXRRSET",
      ...wasNot,
    },
    {
      title: "more than the set",
      prerequisites: [...whole, equals(SERVICE, SRV, srv("kms3"))],
      rcode: "NXRRSET",
    },
    {
      title: "another rdata",
      prerequisites: [equals(SERVICE, SRV, srv("kms1", 1)), ...whole.slice(1)],
      rcode: "NXRRSET",
    },
    {
      title: "the set in other letters",
      prerequisites: [
        { ...whole[0], owner: shout(at(SERVICE)), type: SRV, rdata: shouted("kms1") },
        ...whole.slice(1),
      ],
      rcode: "NOERROR",
    },
    { title: "a set of which there is none", prerequisites: [equals("new", A, address)], rcode: "NXRRSET" },
    {
      title: "two sets at once, one wrong",
      prerequisites: [...whole, equals("kms1", A, address)],
      rcode: "NXRRSET",
    },
    {
      title: "a prerequisite with a TTL",
      prerequisites: [{ ...exists(SERVICE, SRV), ttl: 1 }],
      rcode: "FORMERR",
    },
    {
      title: "a prerequisite of class ANY with rdata",
      prerequisites: [{ ...exists(SERVICE, SRV), rdata: srv("kms1") }],
      rcode: "FORMERR",
    },
    {
      title: "a prerequisite of class NONE with rdata",
      prerequisites: [{ ...absent(SERVICE, SRV), rdata: srv("kms1") }],
      rcode: "FORMERR",
    },
    {
      title: "a prerequisite of another class",
      prerequisites: [{ ...exists(SERVICE, SRV), class: CH }],
      rcode: "FORMERR",
    },
    {
      title: "a prerequisite outside the zone",
      prerequisites: [{ ...exists("@", A), owner: "elsewhere.example" }],
      rcode: "NOTZONE",
    },
    {
      title: "the first wrong prerequisite counts",
      prerequisites: [exists("new", ANY), absent(SERVICE, SRV)],
      rcode: "NXDOMAIN",
    },
    // Section 3.4.1.
    {
      title: "an addition outside the zone, after a good one",
      updates: [added, { ...added, owner: "elsewhere.example" }],
      rcode: "NOTZONE",
      ...wasNot,
    },
    {
      title: "an addition of type ANY",
      updates: [added, add("new", ANY, NOTHING)],
      rcode: "FORMERR",
      ...wasNot,
    },
    { title: "an addition of a transfer", updates: [add("new", 252, address)], rcode: "FORMERR" },
    {
      title: "a deletion of a set with a TTL",
      updates: [{ ...removeAll(SERVICE, SRV), ttl: 1 }],
      rcode: "FORMERR",
      after: BOTH,
    },
    {
      title: "a deletion of a set with rdata",
      updates: [{ ...removeAll(SERVICE, SRV), rdata: srv("kms1") }],
      rcode: "FORMERR",
      after: BOTH,
    },
    {
      title: "a deletion of a record with a TTL",
      updates: [{ ...remove(SERVICE, SRV, srv("kms1")), ttl: 1 }],
      rcode: "FORMERR",
      after: BOTH,
    },
    {
      title: "a deletion of a record of type ANY",
      updates: [remove(SERVICE, ANY, NOTHING)],
      rcode: "FORMERR",
      after: BOTH,
    },
    { title: "an update of another class", updates: [{ ...added, class: CH }], rcode: "FORMERR", ...wasNot },
    {
      title: "an addition cut short",
      updates: [add(SERVICE, SRV, octets(0, 0, 0, 0, 6))],
      rcode: "FORMERR",
      after: BOTH,
    },
    {
      title: "a deletion cut short",
      updates: [remove(SERVICE, SRV, octets(0, 0, 0, 0, 6))],
      rcode: "FORMERR",
      after: BOTH,
    },
    // Section 3.4.2.
    {
      title: "a record joins a set",
      updates: [add("kms1", A, address)],
      rcode: "NOERROR",
      serial: 2,
      after: { "kms1 A": ["3600 192.0.2.1", "3600 192.0.2.2", "3600 192.0.2.7"] },
    },
    {
      title: "a record that is there",
      updates: [add(SERVICE, SRV, srv("kms1"))],
      rcode: "NOERROR",
      after: BOTH,
    },
    {
      title: "a record that is there, in other letters",
      updates: [add(SERVICE, SRV, shouted("kms1"))],
      rcode: "NOERROR",
      after: BOTH,
    },
    {
      title: "a record that is there, with another TTL: the set has it",
      updates: [add(SERVICE, SRV, srv("kms1"), 60)],
      rcode: "NOERROR",
      serial: 2,
      after: { [`${SERVICE} SRV`]: ["60 0 0 1688 kms1", "60 10 0 1688 kms2"] },
    },
    {
      title: "a new record with another TTL: the set has it",
      updates: [add(SERVICE, SRV, srv("kms3"), 60)],
      rcode: "NOERROR",
      serial: 2,
      after: { [`${SERVICE} SRV`]: ["60 0 0 1688 kms1", "60 0 0 1688 kms3", "60 10 0 1688 kms2"] },
    },
    {
      title: "a record beside an alias",
      updates: [add("alias", A, address)],
      rcode: "NOERROR",
      after: { "alias CNAME": ["3600 kms1"] },
    },
    {
      title: "an alias beside a record",
      updates: [add("kms1", CNAME, nameWire(at("kms2")))],
      rcode: "NOERROR",
      after: { "kms1 CNAME": [] },
    },
    {
      title: "an alias in place of an alias",
      updates: [add("alias", CNAME, nameWire(at("kms2")))],
      rcode: "NOERROR",
      serial: 2,
      after: { "alias CNAME": ["3600 kms2"] },
    },
    {
      title: "one record goes",
      updates: [remove(SERVICE, SRV, srv("kms1"))],
      rcode: "NOERROR",
      serial: 2,
      after: { [`${SERVICE} SRV`]: [KMS2] },
    },
    {
      title: "one record goes, in other letters",
      updates: [remove(SERVICE, SRV, shouted("kms1"))],
      rcode: "NOERROR",
      serial: 2,
      after: { [`${SERVICE} SRV`]: [KMS2] },
    },
    {
      title: "a record that is not there goes",
      updates: [remove(SERVICE, SRV, srv("kms1", 7))],
      rcode: "NOERROR",
      after: BOTH,
    },
    {
      title: "a set goes",
      updates: [removeAll(SERVICE, SRV)],
      rcode: "NOERROR",
      serial: 2,
      after: { [`${SERVICE} SRV`]: [] },
    },
    { title: "a set that is not there goes", updates: [removeAll("new", SRV)], rcode: "NOERROR" },
    {
      title: "a name goes",
      updates: [removeAll("kms1")],
      rcode: "NOERROR",
      serial: 2,
      after: { "kms1 A": [] },
    },
    {
      title: "the apex goes, but for SOA and NS",
      updates: [removeAll("@")],
      rcode: "NOERROR",
      serial: 2,
      after: { "@ A": [], "@ NS": ["3600 ns"] },
    },
    {
      title: "the SOA of the apex stays",
      updates: [removeAll("@", SOA), remove("@", SOA, soa(1))],
      rcode: "NOERROR",
    },
    {
      title: "the NS set of the apex stays",
      updates: [removeAll("@", NS)],
      rcode: "NOERROR",
      after: { "@ NS": ["3600 ns"] },
    },
    {
      title: "the last NS record of the apex stays",
      updates: [remove("@", NS, nameWire(at("ns")))],
      rcode: "NOERROR",
      after: { "@ NS": ["3600 ns"] },
    },
    {
      title: "one of two NS records of the apex goes",
      updates: [
        add("ns2", A, address),
        add("@", NS, nameWire(at("ns2"))),
        remove("@", NS, nameWire(at("ns"))),
      ],
      rcode: "NOERROR",
      serial: 2,
      after: { "@ NS": ["3600 ns2"] },
    },
    {
      title: "there and back in one message",
      updates: [added, remove("new", A, address)],
      rcode: "NOERROR",
      ...wasNot,
    },
    {
      title: "in order: the set goes, one comes",
      updates: [removeAll(SERVICE, SRV), add(SERVICE, SRV, srv("kms1"), 60)],
      rcode: "NOERROR",
      serial: 2,
      after: { [`${SERVICE} SRV`]: ["60 0 0 1688 kms1"] },
    },
    { title: "a newer SOA", updates: [add("@", SOA, soa(5))], rcode: "NOERROR", serial: 5 },
    { title: "an older SOA is passed over", updates: [add("@", SOA, soa(0xffff_fff0))], rcode: "NOERROR" },
    { title: "an SOA below the apex is passed over", updates: [add("kms1", SOA, soa(5))], rcode: "NOERROR" },
    {
      title: "a type that no record has is not in the set",
      prerequisites: [absent("kms1", TXT), absent(SERVICE, CNAME)],
      rcode: "NOERROR",
    },
  ];
}

/** The same letters as capitals, octet by octet. */
function shout(text: string): Uint8Array {
  return nameWire(text).map((octet) => (octet >= 97 && octet <= 122 ? octet - 32 : octet));
}
