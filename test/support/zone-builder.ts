// Zones and queries for the tests of the lab's DNS, with names written as people write them.
import { type OwnerName, ownerNameLabels, parseOwnerName } from "../../src/core/dns/owner-name.ts";
import type { SoaRecord } from "../../src/core/dns/record.ts";
import { TYPE_CODES } from "../../src/core/dns/record-type.ts";
import type { LabQuery } from "../../src/lab/dns/lab-message.ts";
import { createZone, type Zone, type ZoneRecord } from "../../src/lab/dns/zone.ts";

export function name(text: string): OwnerName {
  const parsed = parseOwnerName(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

export function soa(apex: string, fields: Partial<SoaRecord> = {}): SoaRecord {
  return {
    type: "SOA",
    owner: name(apex),
    ttlSeconds: 3600,
    mname: name(apex === "." ? "ns1" : `ns1.${apex}`),
    rname: name(apex === "." ? "hostmaster" : `hostmaster.${apex}`),
    serial: 1,
    refresh: 3600,
    retry: 600,
    expire: 86_400,
    minimum: 300,
    ...fields,
  };
}

export const a = (owner: string, address: string, ttlSeconds = 3600): ZoneRecord => ({
  type: "A",
  owner: name(owner),
  ttlSeconds,
  address,
});

export const cname = (owner: string, target: string): ZoneRecord => ({
  type: "CNAME",
  owner: name(owner),
  ttlSeconds: 3600,
  target: name(target),
});

export const ns = (owner: string, target: string): ZoneRecord => ({
  type: "NS",
  owner: name(owner),
  ttlSeconds: 3600,
  target: name(target),
});

export const srv = (owner: string, target: string, port = 1688, priority = 0): ZoneRecord => ({
  type: "SRV",
  owner: name(owner),
  ttlSeconds: 3600,
  priority,
  weight: 0,
  port,
  target: name(target),
});

export function zone(apex: string, ...records: readonly ZoneRecord[]): Zone {
  return createZone(soa(apex), records);
}

export function query(text: string, type: keyof typeof TYPE_CODES, fields: Partial<LabQuery> = {}): LabQuery {
  const asked = name(text);
  return {
    id: 0x1234,
    opcode: 0,
    recursionDesired: true,
    question: { name: asked, labels: ownerNameLabels(asked), typeCode: TYPE_CODES[type], classCode: 1 },
    edns: null,
    transport: "udp",
    octets: new Uint8Array(),
    ...fields,
  };
}
