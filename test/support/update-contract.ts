// What RFC 2136 wants of a server, case by case, over UDP: the lab's server and real ones must do the same. Each case has
// a zone of its own, so that one running server serves them all.
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { expect, test } from "vitest";
import type { Endpoint } from "../../src/core/net/endpoint.ts";
import type { DnsRecord, QueryType } from "../../src/core/dns/record.ts";
import { encodeQuery } from "../../src/core/dns/query.ts";
import { rcodeName } from "../../src/core/dns/rcode.ts";
import { decodeMessage } from "../../src/io/dns/packet-codec.ts";
import { messageWire } from "./dns-wire.ts";
import type { TestZone } from "./dns-servers/server-process.ts";
import { name } from "./facts.ts";
import { updateCases, updateCaseRecords } from "./update-cases.ts";

const SOA = 6;
const apexOf = (index: number): string => `case${index}.test`;
const COUNT = updateCases("x.test").length;

/** Zones for the server under test; those of real servers' drivers. */
export const CONTRACT_ZONES: readonly TestZone[] = Array.from({ length: COUNT }, (_, index) => ({
  apex: apexOf(index),
  records: updateCaseRecords(apexOf(index)),
}));

/** `endpoint` is asked for within the tests. Everybody may update each zone there. */
export function testUpdateContract(endpoint: () => Endpoint): void {
  for (let index = 0; index < COUNT; index++) {
    const apex = apexOf(index);
    const one = updateCases(apex)[index];
    if (one === undefined) throw new Error(`there is no case ${index}`);
    test(one.title, async () => {
      const { zones = [{ name: apex, type: SOA }], prerequisites = [], updates = [], counts } = one;
      const sections = { questions: zones, answers: prerequisites, authorities: updates };
      const sent = messageWire({
        id: 77,
        flags: 0x2800,
        ...sections,
        ...(counts === undefined ? {} : { counts }),
      });
      const answer = await exchange(endpoint(), sent);
      expect(rcodeName(answer.rcode)).toBe(one.rcode);
      expect(answer).toMatchObject({ id: 77, isResponse: true, opcode: 5 });
      if (one.rcode === "NOERROR")
        expect(answer.question).toEqual({ name: name(apex), typeCode: SOA, classCode: 1 });
      for (const section of [answer.answers, answer.authorities, answer.additionals])
        expect(section).toEqual([]);
      const [soa] = await rrset(endpoint(), apex, "@", "SOA");
      expect(soa?.split(" ").at(3)).toBe(String(one.serial ?? 1));
      for (const [key, expected] of Object.entries(one.after ?? {})) {
        const [owner = "", type = ""] = key.split(" ");
        expect(await rrset(endpoint(), apex, owner, type as QueryType), key).toEqual(expected);
      }
    });
  }
}

/** `ttl rdata` with names relative to the zone, sorted. */
async function rrset(
  endpoint: Endpoint,
  apex: string,
  owner: string,
  type: QueryType,
): Promise<readonly string[]> {
  const asked = name(owner === "@" ? apex : `${owner}.${apex}`);
  const query = encodeQuery({
    id: 79,
    question: { name: asked, type },
    recursionDesired: false,
    ednsUdpSize: null,
  });
  const { answers } = await exchange(endpoint, query);
  return answers
    .filter((record) => record.owner === asked && record.type === type)
    .map((record) => `${record.ttlSeconds} ${rdataText(record)}`.replaceAll(`.${apex}.`, ""))
    .toSorted();
}

function rdataText(record: DnsRecord): string {
  if (record.type === "SRV") return `${record.priority} ${record.weight} ${record.port} ${record.target}`;
  if (record.type === "SOA") return `${record.mname} ${record.rname} ${record.serial}`;
  if ("address" in record) return record.address;
  return "target" in record ? record.target : "";
}

async function exchange(endpoint: Endpoint, sent: Uint8Array) {
  const decoded = decodeMessage(await exchangeOctets(endpoint, sent));
  if (!decoded.ok) throw new Error(decoded.error.reason);
  return decoded.value;
}

const ANSWER_MS = 5000;

export async function exchangeOctets({ address, port }: Endpoint, sent: Uint8Array): Promise<Uint8Array> {
  const socket = createSocket("udp4");
  try {
    socket.send(sent, port, address);
    const [answer] = (await once(socket, "message", { signal: AbortSignal.timeout(ANSWER_MS) })) as [Buffer];
    return answer;
  } finally {
    socket.close();
  }
}
