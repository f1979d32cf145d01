import { describe, expect, test } from "vitest";
import type { AskDns, ProbeEndpoint } from "../../../src/app/ports.ts";
import { probe, type ProbeInput } from "../../../src/app/probe.ts";
import type { TargetInput } from "../../../src/app/probe-target.ts";
import type { EndpointOutcome } from "../../../src/core/net/probe-outcome.ts";
import type { ProbeResultDocument } from "../../../src/core/run/report.ts";
import { collect, findingIds, type Collected } from "../../support/collect.ts";
import { AT, name } from "../../support/facts.ts";
import { address, fakeDns } from "../../support/fake-dns.ts";

const NOT_TRIED = { verdict: "not-tried", detail: "", bindMs: null } as const;
const KMS = { verdict: "kms", detail: "accepted", bindMs: 1 } as const;

function open(overrides: Partial<EndpointOutcome> = {}): Partial<EndpointOutcome> {
  return { state: "open", code: null, connectMs: 1, rpc: KMS, ...overrides };
}

function failed(state: EndpointOutcome["state"], code: string): Partial<EndpointOutcome> {
  return { state, code, connectMs: null, rpc: NOT_TRIED };
}

/** A fake prober: `outcomes` are taken one after the other, the last one again and again. */
function prober(byAddress: Record<string, readonly Partial<EndpointOutcome>[]>) {
  const calls: string[] = [];
  const probeEndpoint: ProbeEndpoint = ({ address: where, port }, { connectOnly }, signal) => {
    const earlier = calls.filter((call) => call === where).length;
    calls.push(where);
    const list = byAddress[where] ?? [failed("filtered", "ETIMEDOUT")];
    const outcome = list[Math.min(earlier, list.length - 1)] ?? {};
    if (signal.aborted) return Promise.resolve(null);
    const rpc = connectOnly ? NOT_TRIED : (outcome.rpc ?? NOT_TRIED);
    return Promise.resolve({
      address: where,
      port,
      state: "filtered",
      code: null,
      connectMs: null,
      ...outcome,
      rpc,
    } as EndpointOutcome);
  };
  return { probeEndpoint, calls };
}

const INPUT: ProbeInput = {
  info: { version: "0.0.0", command: "probe" },
  targets: [],
  total: 1,
  servers: [{ endpoint: { address: "127.0.0.1", port: 53 }, role: "given" }],
  ask: { timeoutMs: 100, retries: 0, recursionDesired: true },
  connect: { connectTimeoutMs: 100, bindTimeoutMs: 100, connectOnly: false },
  retries: 1,
  families: [4, 6],
  concurrency: 16,
};

function literal(where: string, index = 0, isBlockMember = false): TargetInput {
  return { index, target: `${where}:1688`, host: { address: where }, port: 1688, isBlockMember };
}

function named(host: string, index = 0): TargetInput {
  return { index, target: `${host}:1688`, host: { name: name(host) }, port: 1688, isBlockMember: false };
}

const noDns: AskDns = fakeDns(() => undefined).ask;

function run(
  targets: readonly TargetInput[],
  probeEndpoint: ProbeEndpoint,
  options: {
    readonly input?: Partial<ProbeInput>;
    readonly ask?: AskDns;
    readonly hosts?: Record<string, readonly string[]>;
    readonly signal?: AbortSignal;
  } = {},
): Promise<Collected<ProbeResultDocument>> {
  const ports = {
    askDns: options.ask ?? noDns,
    probeEndpoint,
    hostsFile: (host: string) => options.hosts?.[host],
    clock: { nowMs: () => 0, monotonicMs: () => 0 },
    timestamp: () => AT,
    readNeighbour: () => Promise.resolve("unknown" as const),
  };
  const input = { ...INPUT, targets, total: targets.length, ...options.input };
  return collect(probe(input, ports, options.signal ?? new AbortController().signal));
}

describe("probe", () => {
  test("every address of a name, in the order of the look-up", async () => {
    const dns = fakeDns((_server, question) => ({
      rcode: 0,
      answers:
        question.type === "A"
          ? [address(question.name, "192.0.2.10"), address(question.name, "192.0.2.11")]
          : [address(question.name, "2001:db8::10")],
    }));
    const fake = prober({ "192.0.2.10": [open()], "192.0.2.11": [open()], "2001:db8::10": [open()] });
    const { report } = await run([named("kms1.corp.test")], fake.probeEndpoint, { ask: dns.ask });
    const [target] = report.result.targets;
    expect(target?.lookup).toBe("found");
    expect(target?.endpoints.map((endpoint) => endpoint.address)).toEqual([
      "192.0.2.10",
      "192.0.2.11",
      "2001:db8::10",
    ]);
    expect(findingIds(report)).toEqual([]);
  });

  test("-4 leaves the other family alone", async () => {
    const fake = prober({ "192.0.2.10": [open()] });
    const hosts = { "kms1.corp.test.": ["192.0.2.10", "2001:db8::10"] };
    const { report } = await run([named("kms1.corp.test")], fake.probeEndpoint, {
      hosts,
      input: { families: [4] },
    });
    expect(report.result.targets[0]?.endpoints.map((endpoint) => endpoint.address)).toEqual(["192.0.2.10"]);
  });

  test("silence is met with another attempt, and both are on record", async () => {
    const fake = prober({ "192.0.2.10": [failed("filtered", "ETIMEDOUT"), open()] });
    const { report, events } = await run([literal("192.0.2.10")], fake.probeEndpoint);
    expect(report.result.targets[0]?.endpoints[0]).toMatchObject({ state: "open", attempts: 2 });
    const finished = events.find((event) => event.type === "probe-finished");
    expect(finished).toMatchObject({
      result: { endpoint: { attempts: [{ state: "filtered" }, { state: "open" }] } },
    });
  });

  test("a refusal is an answer: it is not asked again", async () => {
    const fake = prober({ "192.0.2.10": [failed("refused", "ECONNREFUSED")] });
    const { report } = await run([literal("192.0.2.10")], fake.probeEndpoint);
    expect(fake.calls).toHaveLength(1);
    expect(findingIds(report)).toEqual(["port-refused"]);
  });

  test("EHOSTUNREACH after silence is a dead neighbour, not a filter", async () => {
    const fake = prober({
      "192.0.2.10": [failed("filtered", "ETIMEDOUT"), failed("rejected", "EHOSTUNREACH")],
    });
    const { report } = await run([literal("192.0.2.10")], fake.probeEndpoint);
    expect(report.result.targets[0]?.endpoints[0]?.state).toBe("unreachable");
    expect(findingIds(report)).toEqual(["host-unreachable"]);
  });

  test("out of descriptors: fewer at once, and the probe is repeated", async () => {
    const fake = prober({ "192.0.2.10": [failed("error", "EMFILE"), failed("error", "EMFILE"), open()] });
    const { report } = await run([literal("192.0.2.10")], fake.probeEndpoint);
    expect(report.result.targets[0]?.endpoints[0]).toMatchObject({ state: "open", attempts: 1 });
  });

  test("out of descriptors for ever ends as a local error, which accuses no host", async () => {
    const fake = prober({ "192.0.2.10": [failed("error", "EMFILE")] });
    const { report } = await run([literal("192.0.2.10")], fake.probeEndpoint);
    expect(report.result.targets[0]?.endpoints[0]).toMatchObject({ state: "error", code: "EMFILE" });
    expect(findingIds(report)).toEqual([]);
  });

  test("a slow connect is measured three times", async () => {
    const slow = prober({ "192.0.2.10": [open({ connectMs: 400 })] });
    expect(findingIds((await run([literal("192.0.2.10")], slow.probeEndpoint)).report)).toEqual([
      "latency-high",
    ]);
    expect(slow.calls).toHaveLength(3);
    const once = prober({ "192.0.2.10": [open({ connectMs: 1030 }), open({ connectMs: 2 })] });
    expect(findingIds((await run([literal("192.0.2.10")], once.probeEndpoint)).report)).toEqual([]);
  });

  test("a name without an address", async () => {
    const fake = prober({});
    const { report } = await run([named("gone.corp.test")], fake.probeEndpoint);
    expect(report.result.targets[0]).toMatchObject({ lookup: "nxdomain", endpoints: [] });
    expect(findingIds(report)).toEqual(["srv-target-unresolvable"]);
    expect(fake.calls).toEqual([]);
  });

  test("a name that nobody could resolve accuses the silent server, not the host", async () => {
    const ask = fakeDns(() => ({ kind: "timeout", phase: "udp-answer" })).ask;
    const { report } = await run([named("kms1.corp.test")], prober({}).probeEndpoint, { ask });
    expect(report.result.targets[0]).toMatchObject({ lookup: "failed", endpoints: [] });
    expect(findingIds(report)).toEqual(["dns-unreachable"]);
  });

  test("without any DNS server the hosts file still counts", async () => {
    const fake = prober({ "127.0.0.1": [open()] });
    const options = { hosts: { "localhost.": ["127.0.0.1"] }, input: { servers: [] } };
    const { report } = await run([named("localhost"), named("other", 1)], fake.probeEndpoint, options);
    expect(report.result.targets.map(({ lookup }) => lookup)).toEqual(["found", "failed"]);
  });

  test("dead addresses of a block are listed, but accuse nobody; what is open there is judged", async () => {
    const http = open({ rpc: { verdict: "not-rpc", detail: "HTTP", bindMs: 1 } });
    const fake = prober({ "10.0.0.2": [http] });
    const targets = ["10.0.0.1", "10.0.0.2"].map((where, index) => literal(where, index, true));
    const { report } = await run(targets, fake.probeEndpoint);
    expect(report.result.targets).toHaveLength(2);
    expect(findingIds(report)).toEqual(["rpc-not-rpc"]);
  });

  test("progress counts up to the total", async () => {
    const targets = Array.from({ length: 10 }, (_, index) => literal(`10.0.0.${index}`, index));
    const { events } = await run(targets, prober({}).probeEndpoint);
    const progress = events.flatMap((event) =>
      event.type === "progress" ? [[event.done, event.total]] : [],
    );
    expect(progress.at(-1)).toEqual([10, 10]);
  });

  test("cancelled in the middle: the report is partial and holds what was known", async () => {
    const abort = new AbortController();
    const fake = prober({ "10.0.0.0": [open()] });
    const probeEndpoint: ProbeEndpoint = async (...args) => {
      const outcome = await fake.probeEndpoint(...args);
      abort.abort();
      return outcome;
    };
    const targets = Array.from({ length: 10 }, (_, index) => literal(`10.0.0.${index}`, index));
    const { report } = await run(targets, probeEndpoint, { input: { concurrency: 1 }, signal: abort.signal });
    expect(report.partial).toBe(true);
    expect(report.result.targets).toHaveLength(1);
  });

  test("cancelled between the addresses of a name: those that were not reached are not made up", async () => {
    const abort = new AbortController();
    const fake = prober({});
    const probeEndpoint: ProbeEndpoint = (...args) => {
      if (fake.calls.length === 1) abort.abort();
      return fake.probeEndpoint(...args);
    };
    const hosts = { "kms1.corp.test.": ["192.0.2.1", "192.0.2.2", "192.0.2.3"] };
    const { report, events } = await run([named("kms1.corp.test")], probeEndpoint, {
      hosts,
      signal: abort.signal,
    });
    expect(report.result.targets[0]?.endpoints.map(({ address: where }) => where)).toEqual(["192.0.2.1"]);
    expect(findingIds(report)).toEqual([]);
    expect(events.at(-1)).toMatchObject({ type: "run-finished", partial: true });
  });
});
