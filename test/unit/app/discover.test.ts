import { describe, expect, test } from "vitest";
import { discover, type DiscoverInput } from "../../../src/app/discover.ts";
import type { DomainInput } from "../../../src/app/discover-domain.ts";
import type { AskDns } from "../../../src/app/ports.ts";
import type { DnsQuestion } from "../../../src/core/dns/message.ts";
import { kmsOwnerName } from "../../../src/core/kms/service.ts";
import type { DiscoverResult } from "../../../src/core/run/report.ts";
import { collect, findingIds } from "../../support/collect.ts";
import { AT, name, srv } from "../../support/facts.ts";
import { address, fakeDns } from "../../support/fake-dns.ts";

const first = { endpoint: { address: "127.0.0.1", port: 53 }, role: "given" } as const;
const second = { endpoint: { address: "127.0.0.2", port: 53 }, role: "given" } as const;

function domain(text: string, index = 0): DomainInput {
  const owner = kmsOwnerName(name(text));
  if (!owner.ok) throw new Error(owner.error);
  return { index, domain: text, owner: owner.value };
}

const INPUT: DiscoverInput = {
  info: { version: "0.0.0", command: "discover" },
  domains: [domain("corp.test")],
  total: 1,
  servers: [first],
  ask: { timeoutMs: 100, retries: 1, recursionDesired: true },
  families: [4, 6],
  concurrency: 8,
  nameServerPort: null,
  suffixSources: null,
};

function run(ask: AskDns, input: Partial<DiscoverInput> = {}, signal = new AbortController().signal) {
  let now = 0;
  const clock = { nowMs: () => 0, monotonicMs: () => (now += 1) };
  const ports = { askDns: ask, clock, timestamp: () => AT };
  return collect<DiscoverResult>(discover({ ...INPUT, ...input }, ports, signal));
}

const records = [srv("kms2.corp.test", { priority: 10 }), srv("kms1.corp.test")];

function healthy(_server: string, question: DnsQuestion) {
  if (question.type === "SRV") {
    return { rcode: 0, answers: records.map((record) => ({ ...record, owner: question.name })) };
  }
  if (question.type === "A") return { rcode: 0, answers: [address(question.name, "192.0.2.10")] };
  return { rcode: 0, answers: [] };
}

describe("discover", () => {
  test("hosts in the order of RFC 2782, with their addresses", async () => {
    const { events, report } = await run(fakeDns(healthy).ask);
    const [corp] = report.result.domains;
    expect(corp).toMatchObject({ domain: "corp.test", owner: "_vlmcs._tcp.corp.test", status: "found" });
    expect(corp?.records.map(({ target, addresses }) => [target, addresses])).toEqual([
      ["kms1.corp.test", ["192.0.2.10"]],
      ["kms2.corp.test", ["192.0.2.10"]],
    ]);
    expect(findingIds(report)).toEqual([]);
    expect(events[0]?.type).toBe("run-started");
    expect(events.at(-1)?.type).toBe("run-finished");
  });

  test("two servers are listed in the order given, whoever answers first", async () => {
    const slowFirst: AskDns = async (server, ...rest) => {
      if (server.address === "127.0.0.1") await Promise.resolve().then(() => Promise.resolve());
      return fakeDns(healthy).ask(server, ...rest);
    };
    const { report } = await run(slowFirst, { servers: [first, second] });
    expect(report.result.domains[0]?.servers.map(({ server }) => server)).toEqual([
      "127.0.0.1:53",
      "127.0.0.2:53",
    ]);
  });

  test("missing everywhere", async () => {
    const { report } = await run(fakeDns(() => undefined).ask, { servers: [first, second] });
    expect(report.result.domains[0]?.status).toBe("nxdomain");
    expect(findingIds(report)).toEqual(["srv-missing"]);
  });

  test("SERVFAIL once, then fine: asked twice, and no finding", async () => {
    const dns = fakeDns((server, question, asked) =>
      question.type === "SRV" && asked === 0 ? { rcode: 2 } : healthy(server, question),
    );
    const { report } = await run(dns.ask);
    expect(report.result.domains[0]?.status).toBe("found");
    expect(findingIds(report)).toEqual([]);
  });

  test("REFUSED twice is a finding about the server, and the domain is not called missing", async () => {
    const { report } = await run(fakeDns(() => ({ rcode: 5 })).ask);
    expect(report.result.domains[0]?.status).toBe("failed");
    expect(report.result.domains[0]?.servers[0]?.status).toBe("refused");
    expect(findingIds(report)).toEqual(["dns-refused"]);
  });

  test("an alias at the owner is followed across messages", async () => {
    const owner = name("_vlmcs._tcp.corp.test");
    const elsewhere = name("kms.other.test");
    const dns = fakeDns((server, question) => {
      if (question.name === owner) {
        return { rcode: 0, answers: [{ type: "CNAME", owner, ttlSeconds: 60, target: elsewhere }] };
      }
      if (question.type !== "SRV") return healthy(server, question);
      return { rcode: 0, answers: records.map((record) => ({ ...record, owner: elsewhere })) };
    });
    const { report } = await run(dns.ask);
    expect(report.result.domains[0]?.records).toHaveLength(2);
  });

  test("a loop of aliases ends", async () => {
    const dns = fakeDns((_server, question) => ({
      rcode: 0,
      answers: [
        {
          type: "CNAME",
          owner: question.name,
          ttlSeconds: 60,
          target: name(`a${question.name.length}.test`),
        },
      ],
    }));
    const { report } = await run(dns.ask);
    expect(report.result.domains[0]?.status).toBe("failed");
    expect(dns.asked.length).toBeLessThan(20);
  });

  test("hosts are looked up once, however many domains name them", async () => {
    const dns = fakeDns(healthy);
    const domains = Array.from({ length: 50 }, (_, index) => domain(`d${index}.test`, index));
    const { report } = await run(dns.ask, { domains, total: 50 });
    expect(report.result.domains.map(({ domain: text }) => text)).toEqual(
      domains.map(({ domain: text }) => text),
    );
    expect(dns.asked.filter((question) => question.endsWith(" A"))).toHaveLength(2);
  });

  test("a look-up goes on to the next server where the first can't tell", async () => {
    const dns = fakeDns((server, question) => {
      if (question.type === "SRV") return { rcode: 0, answers: records };
      return server === "127.0.0.1:53" ? { rcode: 5 } : healthy(server, question);
    });
    const { report } = await run(dns.ask, { servers: [first, second] });
    expect(report.result.domains[0]?.records[0]?.addressStatus).toBe("found");
  });

  test("addresses that nobody could tell are 'failed', not 'none', and no finding", async () => {
    const dns = fakeDns((_server, question) =>
      question.type === "SRV" ? { rcode: 0, answers: records } : { kind: "timeout", phase: "udp-answer" },
    );
    const { report } = await run(dns.ask);
    expect(report.result.domains[0]?.records[0]).toMatchObject({ addresses: [], addressStatus: "failed" });
    expect(findingIds(report)).toEqual([]);
  });

  test("a silent server is spared after a while, beside one that answers", async () => {
    const dns = fakeDns((server, question) =>
      server === "127.0.0.1:53" ? { kind: "timeout", phase: "udp-answer" } : healthy(server, question),
    );
    const domains = Array.from({ length: 40 }, (_, index) => domain(`d${index}.test`, index));
    const { report } = await run(dns.ask, { domains, total: 40, servers: [first, second], concurrency: 1 });
    const statuses = report.result.domains.map(({ servers }) => servers[0]?.status);
    expect(statuses.filter((status) => status === "timeout").length).toBeLessThanOrEqual(3);
    expect(statuses.filter((status) => status === "not-asked").length).toBeGreaterThanOrEqual(37);
    expect(findingIds(report)).toEqual(["dns-unreachable"]);
  });

  describe("with the machine's own suffixes", () => {
    const own = { suffixSources: ["/etc/resolv.conf: search a.test b.test"] };

    test("none at all", async () => {
      const { report } = await run(fakeDns(() => undefined).ask, { ...own, domains: [], total: 0 });
      expect(findingIds(report)).toEqual(["suffix-none"]);
    });

    test("one covered, one not: that is one finding, not two", async () => {
      const dns = fakeDns((server, question) =>
        question.name.endsWith(".b.test.") ? undefined : healthy(server, question),
      );
      const { report } = await run(dns.ask, {
        ...own,
        domains: [domain("a.test"), domain("b.test", 1)],
        total: 2,
      });
      expect(findingIds(report)).toEqual(["suffix-not-covered"]);
    });

    test("none covered: each is missing", async () => {
      const domains = [domain("a.test"), domain("b.test", 1)];
      const { report } = await run(fakeDns(() => undefined).ask, { ...own, domains, total: 2 });
      expect(findingIds(report)).toEqual(["srv-missing", "srv-missing"]);
    });
  });

  test("cancelled at once: still a report, marked partial", async () => {
    const abort = new AbortController();
    abort.abort();
    const { events, report } = await run(fakeDns(healthy).ask, {}, abort.signal);
    expect(report.partial).toBe(true);
    expect(events.at(-1)?.type).toBe("run-finished");
  });

  test("cancelled in the middle: what is known stays, nothing is invented", async () => {
    const abort = new AbortController();
    const dns = fakeDns((server, question) => {
      abort.abort();
      return healthy(server, question);
    });
    const domains = Array.from({ length: 20 }, (_, index) => domain(`d${index}.test`, index));
    const { report } = await run(dns.ask, { domains, total: 20, concurrency: 1 }, abort.signal);
    expect(report.partial).toBe(true);
    expect(report.result.domains.length).toBeLessThan(20);
    expect(findingIds(report)).toEqual([]);
  });
});
