import { describe, expect, test } from "vitest";
import { findZone, type ZoneSearch } from "../../../src/app/find-zone.ts";
import type { DnsQuestion } from "../../../src/core/dns/message.ts";
import type { OwnerName } from "../../../src/core/dns/owner-name.ts";
import type { DnsRecord, SoaRecord } from "../../../src/core/dns/record.ts";
import { AT, lookup, name } from "../../support/facts.ts";
import { address, fakeDns, message, type FakeReply } from "../../support/fake-dns.ts";
import { soaRecord } from "../../support/fake-primary.ts";

const OWNER = "_vlmcs._tcp.corp.test";

type Reply = (server: string, question: DnsQuestion) => FakeReply | undefined;

async function find(
  reply: Reply,
  owner = OWNER,
  servers = ["192.0.2.1"],
): Promise<ZoneSearch & { readonly asked: readonly string[] }> {
  const { ask, asked } = fakeDns(reply);
  const context = {
    ask,
    servers: servers.map((text) => ({ address: text, port: 53 })),
    options: { timeoutMs: 100, retries: 0, recursionDesired: true },
    timestamp: () => AT,
    port: 5353,
    families: [4, 6] as const,
    lookUp: (host: OwnerName) =>
      Promise.resolve(lookup(host, { addresses: host === "ns1.corp.test." ? ["192.0.2.77"] : [] })),
  };
  return { ...(await findZone(name(owner), context, new AbortController().signal)), asked };
}

function negative(question: DnsQuestion, soa: SoaRecord, authoritative = false): FakeReply {
  return { kind: "answered", message: { ...message(question, 3, []), authoritative, authorities: [soa] } };
}
/** A server of the parent zone: it gives the zone away, and may know the addresses of its servers (glue). */
function referral(
  question: DnsQuestion,
  zone: string,
  ns: string,
  glue: readonly DnsRecord[] = [],
): FakeReply {
  const authorities = [{ type: "NS", owner: name(zone), ttlSeconds: 60, target: name(ns) }] as const;
  const parent = { ...message(question, 0, []), authoritative: false, authorities, additionals: glue };
  return { kind: "answered", message: parent };
}
const apexOf = ({ zone }: ZoneSearch): string | null => zone?.apex ?? null;
const empty = { rcode: 0, answers: [] };

describe("the zone that holds a name", () => {
  test("is the owner of the SOA beside a negative answer", async () => {
    const found = await find((_server, question) => negative(question, soaRecord()));
    expect(found.zone).toMatchObject({ apex: "corp.test.", authoritative: false, soa: { serial: 7 } });
    expect(found.asked).toEqual(["192.0.2.1:53 _vlmcs._tcp.corp.test. SOA"]);
    expect(found.evidence).toEqual([
      expect.stringContaining("lies in the zone corp.test, primary ns1.corp.test, serial 7"),
    ]);
  });

  test("is the name itself where the answer has the SOA, also for a delegated _tcp", async () => {
    const zone = soaRecord({ owner: name("_tcp.corp.test") });
    const found = await find((_server, question) =>
      question.name === "_tcp.corp.test." ? { rcode: 0, answers: [zone] } : empty,
    );
    expect(apexOf(found)).toBe("_tcp.corp.test.");
  });

  test("is looked for upwards where negative answers have no SOA; an alias leads nowhere", async () => {
    const alias = { type: "CNAME", owner: name(OWNER), ttlSeconds: 1, target: name("x.other.test") } as const;
    const found = await find((_server, question) => {
      if (question.name === "corp.test.") return { rcode: 0, answers: [soaRecord()] };
      return question.name === name(OWNER)
        ? { rcode: 0, answers: [alias, soaRecord({ owner: name("x.other.test") })] }
        : { rcode: 2 };
    });
    expect(apexOf(found)).toBe("corp.test.");
  });

  test("is asked of the next server where one is silent or knows nothing", async () => {
    const reply: Reply = (server, question) => {
      if (server === "192.0.2.1:53") return { kind: "timeout", phase: "udp-answer" };
      return server === "192.0.2.2:53" ? empty : negative(question, soaRecord(), true);
    };
    const found = await find(reply, OWNER, ["192.0.2.1", "192.0.2.2", "192.0.2.3"]);
    expect(found.zone).toMatchObject({ server: { address: "192.0.2.3" }, authoritative: true });
    expect(found.withoutSoa).toEqual([{ address: "192.0.2.2", port: 53 }]);
    expect(found.evidence[0]).toContain("no answer");
    expect(found.evidence[1]).toContain("no SOA on the way up");
  });

  test.each([
    [5, "answered REFUSED,"],
    [2, "answered SERVFAIL,"],
  ])("is not told by rcode %i, and the evidence says so", async (rcode, said) => {
    const found = await find((_server, question) => ({
      kind: "answered",
      message: message(question, rcode, []),
    }));
    expect(found.zone).toBeNull();
    expect(found.evidence).toEqual([expect.stringContaining(`192.0.2.1:53: ${said}`)]);
  });

  test("a refusal, and then silence", async () => {
    const reply: Reply = (_server, question) =>
      question.name === `${OWNER}.`
        ? { kind: "answered", message: message(question, 5, []) }
        : { kind: "timeout", phase: "udp-answer" };
    expect((await find(reply)).evidence[0]).toContain("answered REFUSED, then no more");
  });

  test("is no top-level domain, unless that is the domain, or the server's own", async () => {
    const test_ =
      (authoritative: boolean): Reply =>
      (_server, question) =>
        negative(question, soaRecord({ owner: name("test") }), authoritative);
    expect(apexOf(await find(test_(false)))).toBeNull();
    expect(apexOf(await find(test_(true)))).toBe("test.");
    expect(apexOf(await find(test_(false), "_vlmcs._tcp.test"))).toBe("test.");
    const root: Reply = (_server, question) => negative(question, soaRecord({ owner: name(".") }));
    expect(apexOf(await find(root))).toBeNull();
    expect(apexOf(await find(root, "_vlmcs._tcp.test"))).toBeNull();
  });

  test("a server that only refuses has no names of its own", async () => {
    const found = await find(() => ({ rcode: 5 }));
    expect(found).toMatchObject({ zone: null, withoutSoa: [] });
    expect(found.asked.at(-1)).toBe("192.0.2.1:53 corp.test. SOA");
  });

  test("given away by the parent: its own servers are asked, at the port for servers learnt from DNS", async () => {
    const found = await find((server, question) =>
      server === "192.0.2.1:53"
        ? referral(question, "corp.test", "ns1.corp.test")
        : negative(question, soaRecord(), true),
    );
    expect(found.zone).toMatchObject({
      apex: "corp.test.",
      authoritative: true,
      server: { address: "192.0.2.77", port: 5353 },
      soa: { serial: 7 },
      delegation: { nameServers: ["ns1.corp.test."] },
    });
    expect(found.evidence).toEqual([expect.stringContaining("serial 7 (192.0.2.77:5353)")]);
  });

  test("given away twice, the second time by glue alone", async () => {
    const glue = [address("ns.sub.corp.test", "192.0.2.88"), address("other.test", "192.0.2.99")];
    const sub = soaRecord({ owner: name("sub.corp.test") });
    const reply: Reply = (server, question) => {
      if (server === "192.0.2.1:53") return referral(question, "corp.test", "ns1.corp.test");
      if (server === "192.0.2.77:5353") return referral(question, "sub.corp.test", "ns.sub.corp.test", glue);
      return negative(question, sub, true);
    };
    const found = await find(reply, "_vlmcs._tcp.sub.corp.test");
    expect(found.zone).toMatchObject({ apex: "sub.corp.test.", server: { address: "192.0.2.88" } });
    expect(found.zone?.delegation?.nameServers).toEqual(["ns.sub.corp.test."]);
  });

  test("given away to servers that are silent: it is known to exist, its SOA is not", async () => {
    const found = await find((server, question) =>
      server === "192.0.2.1:53"
        ? referral(question, "corp.test", "ns1.corp.test")
        : { kind: "timeout", phase: "udp-answer" },
    );
    expect(found.zone).toMatchObject({ apex: "corp.test.", soa: null, authoritative: false });
    expect(found.withoutSoa).toEqual([]);
    expect(found.evidence[0]).toContain("by a referral; none of its name servers gave its SOA");
  });

  test("a referral that leads nowhere further down ends the walk: no circle", async () => {
    const found = await find((_server, question) => referral(question, "corp.test", "ns1.corp.test"));
    expect(found.zone).toMatchObject({ apex: "corp.test.", soa: null });
    expect(found.asked).toEqual([
      "192.0.2.1:53 _vlmcs._tcp.corp.test. SOA",
      "192.0.2.77:5353 _vlmcs._tcp.corp.test. SOA",
      "192.0.2.77:5353 _tcp.corp.test. SOA",
      "192.0.2.77:5353 corp.test. SOA",
    ]);
  });

  test("a referral to the servers of a top-level domain names no zone to publish in", async () => {
    const found = await find((server, question) =>
      server === "192.0.2.1:53" ? referral(question, "test", "ns1.corp.test") : { rcode: 5 },
    );
    expect(found.zone).toBeNull();
  });
});
