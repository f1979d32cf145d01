// Discovery that asks the name servers of each zone, too.
import { describe, expect, test } from "vitest";
import { discover } from "../../../src/app/discover.ts";
import type { AskDns } from "../../../src/app/ports.ts";
import type { DnsRecord } from "../../../src/core/dns/record.ts";
import { formatEndpoint } from "../../../src/core/net/endpoint.ts";
import type { DiscoverResult } from "../../../src/core/run/report.ts";
import { collect } from "../../support/collect.ts";
import { AT, name, srv } from "../../support/facts.ts";
import { address, fakeDns } from "../../support/fake-dns.ts";

const RESOLVER = { endpoint: { address: "127.0.0.1", port: 53 }, role: "given" } as const;
const OWNER = name("_vlmcs._tcp.corp.test");
const APEX = name("corp.test");
const NUMBERS = { serial: 1, refresh: 2, retry: 3, expire: 4, minimum: 5 };
const SOA: DnsRecord = { type: "SOA", owner: APEX, ttlSeconds: 60, mname: APEX, rname: APEX, ...NUMBERS };
const NS: DnsRecord = { type: "NS", owner: APEX, ttlSeconds: 60, target: name("ns.corp.test") };

/** A resolver that still has an old record, and a zone whose own server has a new one. */
const zone = fakeDns((server, question) => {
  if (question.type === "SRV") {
    return { rcode: 0, answers: [srv(server === "127.0.0.1:53" ? "old.corp.test" : "new.corp.test")] };
  }
  if (question.type === "SOA") return question.name === APEX ? { rcode: 0, answers: [SOA] } : { rcode: 3 };
  if (question.type === "NS") return { rcode: 0, answers: [NS] };
  const text = question.name === "ns.corp.test." ? "127.0.0.53" : "192.0.2.10";
  return { rcode: 0, answers: question.type === "A" ? [address(question.name, text)] : [] };
});

async function run(signal: AbortSignal, onAsk: (server: string, recursionDesired: boolean) => void) {
  const askDns: AskDns = (server, question, options, ...rest) => {
    if (question.type === "SRV") onAsk(formatEndpoint(server), options.recursionDesired);
    return zone.ask(server, question, options, ...rest);
  };
  const input = {
    info: { version: "0.0.0", command: "discover" },
    domains: [{ index: 0, domain: "corp.test", owner: OWNER }],
    total: 1,
    servers: [RESOLVER],
    ask: { timeoutMs: 100, retries: 0, recursionDesired: true },
    families: [4, 6] as const,
    concurrency: 1,
    nameServerPort: 5353,
    suffixSources: null,
  };
  const ports = { askDns, clock: { nowMs: () => 0, monotonicMs: () => 0 }, timestamp: () => AT };
  return collect<DiscoverResult>(discover(input, ports, signal));
}

describe("discovery with name servers", () => {
  test("they are asked after the given servers, without recursion, and what they have counts, too", async () => {
    const asked: (readonly [string, boolean])[] = [];
    const { report } = await run(new AbortController().signal, (...call) => asked.push(call));
    expect(asked).toEqual([
      ["127.0.0.1:53", true],
      ["127.0.0.53:5353", false],
    ]);
    const [corp] = report.result.domains;
    expect(corp?.servers.map(({ server, role }) => [server, role])).toEqual([
      ["127.0.0.1:53", "given"],
      ["127.0.0.53:5353", "name-server"],
    ]);
    expect(corp?.records.map(({ target }) => target)).toEqual(["new.corp.test", "old.corp.test"]);
  });

  test("cancelled after the given servers: no name server is looked for", async () => {
    const abort = new AbortController();
    const { report } = await run(abort.signal, () => abort.abort());
    expect(report.partial).toBe(true);
    expect(report.result.domains[0]?.servers.map(({ server }) => server)).toEqual(["127.0.0.1:53"]);
    expect(report.findings).toEqual([]);
  });
});
