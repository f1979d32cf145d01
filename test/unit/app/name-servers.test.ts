import { describe, expect, test } from "vitest";
import { findZone } from "../../../src/app/find-zone.ts";
import { findNameServers } from "../../../src/app/name-servers.ts";
import type { DnsQuestion } from "../../../src/core/dns/message.ts";
import type { OwnerName } from "../../../src/core/dns/owner-name.ts";
import type { DnsRecord, SoaRecord } from "../../../src/core/dns/record.ts";
import { AT, lookup, name } from "../../support/facts.ts";
import { fakeDns, message, type FakeReply } from "../../support/fake-dns.ts";

const OWNER = name("_vlmcs._tcp.corp.test");
const APEX = name("corp.test");
const SILENCE = { kind: "timeout", phase: "udp-answer" } as const;

function soa(owner: OwnerName): SoaRecord {
  const names = { mname: name("ns1.corp.test"), rname: name("admin.corp.test") };
  const numbers = { serial: 1, refresh: 2, retry: 3, expire: 4, minimum: 5 };
  return { type: "SOA", owner, ttlSeconds: 60, ...names, ...numbers };
}

function ns(target: string, owner = APEX): DnsRecord {
  return { type: "NS", owner, ttlSeconds: 60, target: name(target) };
}

/** A negative answer as RFC 2308 wants it: with the SOA of the zone. */
function negative(question: DnsQuestion, rcode: number, zone: OwnerName = APEX): FakeReply {
  return { kind: "answered", message: { ...message(question, rcode, []), authorities: [soa(zone)] } };
}

async function find(
  reply: (server: string, question: DnsQuestion) => FakeReply | undefined,
  options: {
    readonly servers?: readonly string[];
    readonly addresses?: Record<string, readonly string[]>;
    readonly families?: readonly (4 | 6)[];
    readonly signal?: AbortSignal;
    readonly owner?: OwnerName;
  } = {},
) {
  const { servers = ["127.0.0.1"], families = [4, 6], owner = OWNER } = options;
  const dns = fakeDns(reply);
  const context = {
    ask: dns.ask,
    servers: servers.map((text) => ({ address: text, port: 53 })),
    options: { timeoutMs: 100, retries: 0, recursionDesired: true },
    timestamp: () => AT,
    port: 5353,
    families,
    lookUp: (host: OwnerName) =>
      Promise.resolve(lookup(host, { addresses: options.addresses?.[host] ?? ["192.0.2.53"] })),
  };
  const signal = options.signal ?? new AbortController().signal;
  const { zone } = await findZone(owner, context, signal);
  const found = zone === null ? [] : await findNameServers(zone, context, signal);
  expect(found.every(({ role, endpoint }) => role === "name-server" && endpoint.port === 5353)).toBe(true);
  return { addresses: found.map(({ endpoint }) => endpoint.address), asked: dns.asked };
}

const healthy = (_server: string, question: DnsQuestion): FakeReply => {
  if (question.type === "NS") return { rcode: 0, answers: [ns("ns2.corp.test"), ns("ns1.corp.test")] };
  return negative(question, 3);
};
const ADDRESSES = {
  "ns1.corp.test.": ["192.0.2.1", "2001:db8::1"],
  "ns2.corp.test.": ["192.0.2.2", "192.0.2.1"],
};

describe("the name servers of the zone that holds a name", () => {
  test("by the SOA beside a negative answer; ordered by name, each address once", async () => {
    const { addresses, asked } = await find(healthy, { addresses: ADDRESSES });
    expect(addresses).toEqual(["192.0.2.1", "2001:db8::1", "192.0.2.2"]);
    expect(asked).toEqual(["127.0.0.1:53 _vlmcs._tcp.corp.test. SOA", "127.0.0.1:53 corp.test. NS"]);
  });

  test("of the families that are asked for", async () => {
    expect((await find(healthy, { addresses: ADDRESSES, families: [6] })).addresses).toEqual(["2001:db8::1"]);
    expect((await find(healthy, { addresses: ADDRESSES, families: [4] })).addresses).toEqual([
      "192.0.2.1",
      "192.0.2.2",
    ]);
  });

  test("by the SOA in the answer, where the name itself is the apex", async () => {
    const { addresses, asked } = await find((_server, question) => {
      if (question.type === "NS") return { rcode: 0, answers: [ns("ns1.corp.test", OWNER)] };
      return { rcode: 0, answers: [soa(OWNER)] };
    });
    expect(addresses).toEqual(["192.0.2.53"]);
    expect(asked[1]).toBe(`127.0.0.1:53 ${OWNER} NS`);
  });

  test("by NODATA with the SOA of the zone", async () => {
    const { addresses } = await find((server, question) =>
      question.type === "NS" ? healthy(server, question) : negative(question, 0),
    );
    expect(addresses).toEqual(["192.0.2.53"]);
  });

  test("a server that leaves the SOA out of negative answers: the walk goes on upwards", async () => {
    const { addresses, asked } = await find((server, question) => {
      if (question.type === "NS") return healthy(server, question);
      return question.name === APEX ? { rcode: 0, answers: [soa(APEX)] } : { rcode: 3 };
    });
    expect(addresses).toEqual(["192.0.2.53"]);
    expect(asked.map((question) => question.split(" ")[1])).toEqual([
      "_vlmcs._tcp.corp.test.",
      "_tcp.corp.test.",
      "corp.test.",
      "corp.test.",
    ]);
  });

  test("no SOA anywhere: the walk ends before the top level, and there is none", async () => {
    const { addresses, asked } = await find(() => ({ rcode: 3 }));
    expect(addresses).toEqual([]);
    expect(asked).toHaveLength(3);
  });

  test("the SOA of the root beside a negative answer: the root's servers are nobody's to ask", async () => {
    const { addresses, asked } = await find((_server, question) =>
      question.type === "NS"
        ? { rcode: 0, answers: [ns("a.root-servers.net", name("."))] }
        : {
            kind: "answered",
            message: {
              ...message(question, 3, []),
              authoritative: false,
              authorities: [soa(name("."))],
            },
          },
    );
    expect(addresses).toEqual([]);
    expect(asked).toEqual(["127.0.0.1:53 _vlmcs._tcp.corp.test. SOA"]);
  });

  test("those that the parent names and those that the zone names are both asked", async () => {
    const referral = (question: DnsQuestion): FakeReply => ({
      kind: "answered",
      message: { ...message(question, 0, []), authoritative: false, authorities: [ns("ns9.corp.test")] },
    });
    const { addresses, asked } = await find(
      (server, question) => (server === "127.0.0.1:53" ? referral(question) : healthy(server, question)),
      { addresses: { ...ADDRESSES, "ns9.corp.test.": ["192.0.2.9"] } },
    );
    expect(addresses).toEqual(["192.0.2.1", "2001:db8::1", "192.0.2.2", "192.0.2.9"]);
    expect(asked).toContain("192.0.2.9:5353 corp.test. NS");
  });

  test("the root has no zone above it to walk to", async () => {
    expect((await find(healthy, { owner: name(".") })).asked).toEqual([]);
  });

  test.each([
    ["is silent", SILENCE],
    ["knows no NS set", { rcode: 0 }],
    ["refuses", { rcode: 5 }],
  ] as const)("a first server that %s is passed over", async (_what, reply) => {
    const { addresses } = await find(
      (server, question) => (server === "127.0.0.1:53" ? reply : healthy(server, question)),
      { servers: ["127.0.0.1", "127.0.0.2"] },
    );
    expect(addresses).toEqual(["192.0.2.53"]);
  });

  test("a zone without an NS set at this server: the next one is asked", async () => {
    const { addresses } = await find(
      (server, question) =>
        server === "127.0.0.1:53" && question.type === "NS" ? { rcode: 0 } : healthy(server, question),
      { servers: ["127.0.0.1", "127.0.0.2"] },
    );
    expect(addresses).toEqual(["192.0.2.53"]);
  });

  test("name servers without an address are none to ask", async () => {
    const addresses = { "ns1.corp.test.": [], "ns2.corp.test.": [] };
    expect((await find(healthy, { addresses })).addresses).toEqual([]);
  });

  test("no more than 32 addresses", async () => {
    const many = Array.from({ length: 40 }, (_, index) => `192.0.2.${index}`);
    expect((await find(healthy, { addresses: { "ns1.corp.test.": many } })).addresses).toHaveLength(32);
  });

  test("cancelled: nothing is asked", async () => {
    expect((await find(healthy, { signal: AbortSignal.abort() })).asked).toEqual([]);
  });

  test("nobody to ask, none found", async () => {
    expect((await find(healthy, { servers: [] })).addresses).toEqual([]);
  });
});
