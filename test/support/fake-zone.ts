// A primary in memory: answers queries and carries out update messages by RFC 2136, from their octets.
import type { SendMessage } from "../../src/app/update-policy-ports.ts";
import type { AskDns } from "../../src/app/ports.ts";
import { readLayout, type RecordLayout } from "../../src/core/dns/message-layout.ts";
import { readName } from "../../src/core/dns/name-reader.ts";
import type { DnsRecord } from "../../src/core/dns/record.ts";
import { RCODE } from "../../src/core/dns/rcode.ts";
import { rdataWire, type PlanRecord } from "../../src/core/plan/change.ts";
import { formatEndpoint } from "../../src/core/net/endpoint.ts";
import { attempt, name } from "./facts.ts";
import { fakeDns, message, type FakeReply } from "./fake-dns.ts";
import { soaRecord } from "./fake-primary.ts";

export type FakeZone = {
  readonly ask: AskDns;
  readonly send: SendMessage;
  records: PlanRecord[];
  /** Other answers, tried first; undefined leaves the question to the zone. */
  other: (
    server: string,
    question: { readonly name: string; readonly type: string },
  ) => FakeReply | undefined;
  /** What the server does with the next update; it carries it out where this gives null. */
  refuse: () => number | null;
  /** Called before each update: somebody else may write first. */
  before: () => void;
  /** Called after each update: the server may drop a part of it. */
  after: () => void;
  /** The server does not answer updates, but carries them out where `true`. */
  silence: boolean | null;
  serial: number;
  readonly updates: () => number;
};

const CODES: Readonly<Record<number, PlanRecord["type"]>> = { 1: "A", 28: "AAAA", 33: "SRV" };

export function createFakeZone(records: readonly PlanRecord[]): FakeZone {
  let updates = 0;
  const dns = fakeDns((server, question) => {
    const reply = zone.other(server, question);
    if (reply !== undefined) return reply;
    const soa = soaRecord({ serial: zone.serial });
    const isApex = question.name === soa.owner;
    const found: readonly DnsRecord[] =
      question.type === "SOA"
        ? isApex
          ? [soa]
          : []
        : question.type === "NS"
          ? isApex
            ? [{ type: "NS", owner: soa.owner, ttlSeconds: 60, target: name("ns1.corp.test") }]
            : []
          : question.name === "ns1.corp.test."
            ? question.type === "A"
              ? [{ type: "A", owner: name("ns1.corp.test"), ttlSeconds: 60, address: "192.0.2.1" }]
              : []
            : zone.records.filter(
                (record) => record.owner === question.name && record.type === question.type,
              );
    return {
      kind: "answered",
      message: { ...message(question, 0, found), authorities: found.length === 0 ? [soa] : [] },
    };
  });
  const zone: FakeZone = {
    ask: dns.ask,
    send: (server, outgoing) => {
      updates += 1;
      zone.before();
      const rcode = zone.refuse() ?? (zone.silence === false ? 0 : carryOut(zone, outgoing.encode(1)));
      zone.after();
      const where = formatEndpoint(server);
      if (zone.silence !== null) {
        const outcome = { kind: "timeout", phase: "udp-answer" } as const;
        return Promise.resolve({ server: where, attempts: [attempt(outcome)], outcome });
      }
      const answer = message({ name: name("corp.test"), type: "SOA" }, rcode, []);
      const attempts = [attempt({ kind: "answered", rcode })];
      return Promise.resolve({
        server: where,
        attempts,
        outcome: {
          kind: "answered",
          message: { ...answer, authoritative: false },
          bytes: new Uint8Array(),
          transport: "udp",
          tsig: null,
        },
      });
    },
    records: [...records],
    other: () => undefined,
    refuse: () => null,
    before: () => undefined,
    after: () => undefined,
    silence: null,
    serial: 7,
    updates: () => updates,
  };
  return zone;
}

/** RFC 2136 sections 3.2 and 3.4, as far as the tool makes use of them. */
function carryOut(zone: FakeZone, bytes: Uint8Array): number {
  const layout = readLayout(bytes);
  if (!layout.ok) return RCODE.FORMERR;
  const { answers, authorities } = layout.value;
  const wanted = new Map<string, string[]>();
  for (const record of answers) {
    const key = `${record.owner} ${CODES[record.typeCode]}`;
    const present = zone.records.filter((one) => `${one.owner} ${one.type}` === key);
    if (record.classCode === 254 && present.length > 0) return RCODE.YXRRSET;
    if (record.classCode === 1) wanted.set(key, [...(wanted.get(key) ?? []), hexOf(bytes, record)]);
  }
  for (const [key, rdatas] of wanted) {
    const present = zone.records.filter((one) => `${one.owner} ${one.type}` === key).map(wireOf);
    if (present.toSorted().join() !== rdatas.toSorted().join()) return RCODE.NXRRSET;
  }
  for (const record of authorities) {
    const rdata = hexOf(bytes, record);
    const isSame = (one: PlanRecord): boolean =>
      one.owner === record.owner && one.type === CODES[record.typeCode] && wireOf(one) === rdata;
    if (record.classCode === 254) zone.records = zone.records.filter((one) => !isSame(one));
    else if (!zone.records.some(isSame)) zone.records.push(decode(bytes, record));
  }
  zone.serial += 1;
  return RCODE.NOERROR;
}

function decode(bytes: Uint8Array, record: RecordLayout): PlanRecord {
  const at = record.rdataStart;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const { owner } = record;
  const ttlSeconds = view.getUint32(at - 6);
  if (record.typeCode === 1)
    return { type: "A", owner, ttlSeconds, address: [...bytes.subarray(at, at + 4)].join(".") };
  const target = readName(bytes, at + 6);
  if (!target.ok || record.typeCode !== 33) throw new Error("the fake zone knows only A and SRV");
  return {
    type: "SRV",
    owner,
    ttlSeconds,
    priority: view.getUint16(at),
    weight: view.getUint16(at + 2),
    port: view.getUint16(at + 4),
    target: target.value.name,
  };
}

function hexOf(bytes: Uint8Array, { rdataStart, rdataLength }: RecordLayout): string {
  return Buffer.from(bytes.subarray(rdataStart, rdataStart + rdataLength)).toString("hex");
}

function wireOf(record: PlanRecord): string {
  return Buffer.from(rdataWire(record)).toString("hex");
}
