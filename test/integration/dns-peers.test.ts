// Five DNS servers on loopback are asked the same by us and by dig; what both saw must be the same.
import { afterAll, beforeAll, expect, test } from "vitest";
import { Packet } from "dns2";
import { classifyResponse } from "../../src/core/dns/classify-response.ts";
import type { DnsExchange } from "../../src/core/dns/exchange.ts";
import type { DnsMessage } from "../../src/core/dns/message.ts";
import { rcodeName } from "../../src/core/dns/rcode.ts";
import { typeName, recordTypeCode } from "../../src/core/dns/record-type.ts";
import type { DnsRecord, QueryType } from "../../src/core/dns/record.ts";
import { createAskDns } from "../../src/io/dns/ask-dns.ts";
import { systemClock } from "../../src/io/host/clock.ts";
import { createSystemRandom } from "../../src/io/host/random.ts";
import { dig } from "../support/dig.ts";
import { startBind } from "../support/dns-servers/bind.ts";
import { startDnsmasq } from "../support/dns-servers/dnsmasq.ts";
import { startKnot } from "../support/dns-servers/knot.ts";
import { startPowerDns } from "../support/dns-servers/powerdns.ts";
import type { DnsServer, TestZone } from "../support/dns-servers/server-process.ts";
import { startUnbound } from "../support/dns-servers/unbound.ts";
import { name } from "../support/facts.ts";
import { startLyingServer } from "../support/lying-server.ts";
import { describeWithPeers } from "../support/peer.ts";

const MANY = 600;
const ZONE: TestZone = {
  apex: "corp.test",
  records: [
    "_vlmcs._tcp.corp.test. 3600 IN SRV 0 0 1688 kms1.corp.test.",
    "_vlmcs._tcp.corp.test. 3600 IN SRV 0 10 1688 KMS2.corp.test.",
    "_vlmcs._tcp.corp.test. 3600 IN SRV 10 5 1689 kms3.other.test.",
    "_vlmcs._tcp.none.corp.test. 60 IN SRV 0 0 0 .",
    "_vlmcs._tcp.alias.corp.test. 300 IN CNAME _vlmcs._tcp.corp.test.",
    "_vlmcs._tcp.away.corp.test. 300 IN CNAME _vlmcs._tcp.elsewhere.test.",
    "*.wild.corp.test. 300 IN SRV 1 2 1688 kms1.corp.test.",
    "kms1.corp.test. 3600 IN A 192.0.2.1",
    "kms1.corp.test. 3600 IN A 192.0.2.2",
    "kms1.corp.test. 3600 IN AAAA 2001:db8::1",
    "KMS2.corp.test. 3600 IN A 192.0.2.3",
    ...Array.from(
      { length: MANY },
      (_, index) => `_vlmcs._tcp.many.corp.test. 3600 IN SRV 0 0 1688 kms${index}.many.corp.test.`,
    ),
  ],
};
const CHILD: TestZone = {
  apex: "sub.deep.test",
  records: ["_vlmcs._tcp.sub.deep.test. 60 IN SRV 0 0 1688 a.sub.deep.test."],
};

type Peer = {
  readonly title: string;
  readonly program: string;
  readonly start: (options: { zones: readonly TestZone[] }) => Promise<DnsServer>;
  readonly recursionDesired: boolean;
  /** Serves wildcards and aliases of SRV owners. */
  readonly full: boolean;
};

const PEERS: readonly Peer[] = [
  { title: "BIND", program: "named", start: startBind, recursionDesired: false, full: true },
  { title: "Knot", program: "knotd", start: startKnot, recursionDesired: false, full: true },
  { title: "PowerDNS", program: "pdns_server", start: startPowerDns, recursionDesired: false, full: true },
  { title: "unbound", program: "unbound", start: startUnbound, recursionDesired: true, full: true },
  { title: "dnsmasq", program: "dnsmasq", start: startDnsmasq, recursionDesired: true, full: false },
];

const QUESTIONS: readonly {
  readonly name: string;
  readonly type: QueryType;
  readonly full?: true;
  readonly kind: string;
}[] = [
  { name: "_vlmcs._tcp.corp.test", type: "SRV", kind: "found" },
  { name: "_VLMCS._tcp.CORP.test", type: "SRV", kind: "found" },
  { name: "_vlmcs._tcp.none.corp.test", type: "SRV", kind: "found" },
  { name: "_vlmcs._tcp.alias.corp.test", type: "SRV", full: true, kind: "found" },
  { name: "_vlmcs._tcp.away.corp.test", type: "CNAME", full: true, kind: "found" },
  { name: "random-4711.wild.corp.test", type: "SRV", full: true, kind: "found" },
  { name: "_vlmcs._tcp.nowhere.corp.test", type: "SRV", kind: "nxdomain" },
  { name: "kms1.corp.test", type: "SRV", kind: "nodata" },
  { name: "kms1.corp.test", type: "A", kind: "found" },
  { name: "kms1.corp.test", type: "AAAA", full: true, kind: "found" },
  { name: "corp.test", type: "SOA", full: true, kind: "found" },
  { name: "corp.test", type: "NS", full: true, kind: "found" },
  { name: "_vlmcs._tcp.many.corp.test", type: "SRV", kind: "found" },
];

const NEVER = new AbortController().signal;
const dns = createAskDns({ clock: systemClock, random: createSystemRandom() });
afterAll(dns.close);

function ask(
  server: DnsServer["endpoint"],
  owner: string,
  type: QueryType,
  recursionDesired: boolean,
): Promise<DnsExchange> {
  return dns.ask(
    server,
    { name: name(owner), type },
    { timeoutMs: 5000, retries: 0, recursionDesired },
    NEVER,
  );
}

function messageOf(exchange: DnsExchange): DnsMessage {
  if (exchange.outcome.kind !== "answered") throw new Error(JSON.stringify(exchange));
  return exchange.outcome.message;
}

/** As dig prints it, in lower case. */
function line(record: DnsRecord): string {
  const head = `${record.owner} ${record.ttlSeconds} ${typeName(recordTypeCode(record)).toLowerCase()}`;
  switch (record.type) {
    case "SRV":
      return `${head} ${record.priority} ${record.weight} ${record.port} ${record.target}`;
    case "A":
    case "AAAA":
      return `${head} ${record.address}`;
    case "SOA":
      return `${head} ${record.mname} ${record.rname} ${record.serial} ${record.refresh} ${record.retry} ${record.expire} ${record.minimum}`;
    case "OTHER":
      return head;
    default:
      return `${head} ${record.target}`;
  }
}
const lines = (records: readonly DnsRecord[]): readonly string[] => records.map(line).toSorted();
/** TTLs of a cache count down between two questions. */
const withoutTtl = (texts: readonly string[]): readonly string[] =>
  texts.map((text) => text.replace(/^(\S+) \d+ /, "$1 ")).toSorted();

for (const peer of PEERS) {
  describeWithPeers(`${peer.title} and dig`, ["dig", peer.program], () => {
    let server: DnsServer;
    beforeAll(async () => {
      server = await peer.start({ zones: [CHILD, ZONE] });
    });
    afterAll(() => server.stop());

    const questions = QUESTIONS.filter((question) => peer.full || question.full === undefined);
    test.each(questions)("$type $name: $kind", async ({ name: owner, type, kind }) => {
      const exchange = await ask(server.endpoint, owner, type, peer.recursionDesired);
      const judge = await dig(
        server.endpoint,
        owner,
        type,
        peer.recursionDesired ? "+recurse" : "+norecurse",
      );
      const message = messageOf(exchange);
      expect(rcodeName(message.rcode)).toBe(judge.status);
      expect(message.authoritative).toBe(judge.flags.includes("aa"));
      expect(message.recursionAvailable).toBe(judge.flags.includes("ra"));
      expect(withoutTtl(lines(message.answers))).toEqual(withoutTtl(judge.answers));
      if (!peer.recursionDesired) expect(lines(message.authorities)).toEqual(judge.authorities);
      expect(classifyResponse(message, { name: name(owner), type }).kind).toBe(kind);
    });

    test("600 records: cut over UDP, whole over TCP", async () => {
      const owner = "_vlmcs._tcp.many.corp.test";
      const exchange = await ask(server.endpoint, owner, "SRV", peer.recursionDesired);
      const judge = await dig(
        server.endpoint,
        owner,
        "SRV",
        "+ignore",
        "+bufsize=1232",
        peer.recursionDesired ? "+recurse" : "+norecurse",
      );
      expect(judge.flags).toContain("tc");
      expect(exchange.attempts.map((attempt) => `${attempt.transport} ${attempt.result.kind}`)).toEqual([
        "udp truncated",
        "tcp answered",
      ]);
      expect(messageOf(exchange).answers).toHaveLength(MANY);
    });

    test("a name outside its zones is refused, or not found", async () => {
      const exchange = await ask(server.endpoint, "_vlmcs._tcp.elsewhere.example", "SRV", false);
      const judge = await dig(server.endpoint, "_vlmcs._tcp.elsewhere.example", "SRV", "+norecurse");
      expect(rcodeName(messageOf(exchange).rcode)).toBe(judge.status);
    });
  });
}

describeWithPeers("BIND alone", ["dig", "named"], () => {
  test("an alias that leads out of the zone is unfinished; a delegation is a referral; IPv6 works", async () => {
    const parent: TestZone = {
      apex: "corp.test",
      records: [
        "_vlmcs._tcp.away.corp.test. 300 IN CNAME _vlmcs._tcp.elsewhere.test.",
        "sub.corp.test. 300 IN NS ns1.sub.corp.test.",
        "ns1.sub.corp.test. 300 IN A 192.0.2.53",
      ],
    };
    const server = await startBind({ zones: [parent], address: "::1" });
    try {
      const away = messageOf(await ask(server.endpoint, "_vlmcs._tcp.away.corp.test", "SRV", false));
      expect(classifyResponse(away, { name: name("_vlmcs._tcp.away.corp.test"), type: "SRV" })).toEqual({
        kind: "alias-unfinished",
        next: "_vlmcs._tcp.elsewhere.test.",
        aliases: ["_vlmcs._tcp.elsewhere.test."],
      });
      const sub = messageOf(await ask(server.endpoint, "_vlmcs._tcp.sub.corp.test", "SRV", false));
      expect(classifyResponse(sub, { name: name("_vlmcs._tcp.sub.corp.test"), type: "SRV" })).toEqual({
        kind: "referral",
        zone: "sub.corp.test.",
        nameServers: ["ns1.sub.corp.test."],
      });
    } finally {
      await server.stop();
    }
  });

  test("3,000 questions over a few sockets: all answered over UDP, none lost", async () => {
    const owners = Array.from({ length: 3000 }, (_, index) => `_vlmcs._tcp.d${index}.corp.test`);
    const records = owners.map((owner, index) => `${owner}. 60 IN SRV 0 ${index} 1688 kms.corp.test.`);
    const server = await startBind({ zones: [{ apex: "corp.test", records }] });
    try {
      const exchanges = await Promise.all(owners.map((owner) => ask(server.endpoint, owner, "SRV", false)));
      const weights = exchanges.map((exchange) =>
        messageOf(exchange).answers.map((record) => (record.type === "SRV" ? record.weight : -1)),
      );
      expect(weights).toEqual(owners.map((_, index) => [index]));
      expect(exchanges.every((exchange) => exchange.attempts.length === 1)).toBe(true);
    } finally {
      await server.stop();
    }
  });
});

describeWithPeers("compressed SRV targets", ["dig"], () => {
  test("what dns2 compresses, against RFC 2782, dig and we read alike", async () => {
    const server = await startLyingServer((query, _from, reply) => {
      const packet = Packet.createResponseFromRequest(Packet.parse(query));
      packet.additionals = [];
      for (const host of ["kms1", "kms2"]) {
        packet.answers.push(
          new Packet.Resource({
            name: "_vlmcs._tcp.corp.test",
            type: 33,
            class: 1,
            ttl: 60,
            priority: 1,
            weight: 2,
            port: 1688,
            target: `${host}.corp.test`,
          }),
        );
      }
      const bytes = packet.toBuffer();
      // 45 octets of header and question, and for each answer 2+10+6 octets, a label of 5, and a pointer.
      expect(bytes.length).toBeLessThan(45 + 2 * 27);
      reply(bytes);
    });
    try {
      const message = messageOf(await ask(server.endpoint, "_vlmcs._tcp.corp.test", "SRV", true));
      const judge = await dig(server.endpoint, "_vlmcs._tcp.corp.test", "SRV");
      expect(lines(message.answers)).toEqual(judge.answers);
      expect(message.answers).toHaveLength(2);
    } finally {
      await server.stop();
    }
  });
});
