// Discovery, probes and the lab on Windows, with the other end on this side of the loopback that Wine shares. Run under Wine.
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatEndpoint } from "../../src/core/net/endpoint.ts";
import { systemClock } from "../../src/io/host/clock.ts";
import { startKmsHost } from "../../src/lab/kms-host/kms-host.ts";
import { startLab, type Lab } from "../../src/lab/lab.ts";
import { listScenarios, loadScenario } from "../../src/lab/scenario-files.ts";
import { describeWithPeers } from "../support/peer.ts";
import { runProgram } from "../support/run-program.ts";
import { checkDocument, checkEvents, documentOf, runTool, type ToolRun } from "../support/run-tool.ts";
import { closedEndpoint, startTcpService } from "../support/tcp-service.ts";
import { openWindows, WINE_PEERS, type WineWindows } from "../support/wine.ts";

type Discovered = {
  readonly domains: readonly {
    readonly status: string;
    readonly records: readonly { readonly target: string; readonly port: number }[];
    readonly servers: readonly Readonly<Record<string, unknown>>[];
  }[];
};
type Probed = { readonly targets: readonly { readonly endpoints: readonly object[] }[] };
type LabDocument = {
  readonly dnsServers: readonly string[];
  readonly hosts: readonly { readonly name: string; readonly address: string; readonly port: number }[];
};

const { scenario: healthy } = await loadScenario("healthy");
/** The whole list runs on Linux; these few cross every part that is different on Windows: sockets, resets, silence. */
const NAMES = new Set([
  "alias-target",
  "closing-endpoint",
  "dns-servfail",
  "dns-udp-dropped",
  "healthy",
  "missing-record",
  "other-rpc-service",
  "refused-port",
  "silent-endpoint",
  "stale-host",
  "target-without-address",
  "wrong-service",
]);
const scenarios = (await listScenarios()).filter(({ name }) => NAMES.has(name));

describeWithPeers("the network, under Wine", [...WINE_PEERS, "dig"], () => {
  let windows: WineWindows;
  beforeAll(async () => {
    windows = await openWindows();
  }, 120_000);
  afterAll(() => windows.close());

  describe("against the lab on Linux", () => {
    let lab: Lab;
    beforeAll(async () => {
      lab = await startLab(healthy, { clock: systemClock });
    });
    afterAll(() => lab.stop());

    const server = (): string => lab.dnsServers.map(formatEndpoint)[0] ?? "";

    test("discover finds what is published", async () => {
      const run = await windows.runTool(["discover", "corp.test", "--server", server(), "--json"]);
      expect(run).toMatchObject({ code: 0, stderr: "" });
      const [domain] = (documentOf(run).result as Discovered).domains;
      expect(domain?.records).toMatchObject(
        lab.hosts.map(({ name, port }) => ({ target: `${name}.corp.test`, port, addresses: ["127.0.0.1"] })),
      );
      expect(domain?.servers).toMatchObject([
        { server: server(), role: "given", status: "answered", authoritative: true, transport: "udp" },
      ]);
    });

    test("probe recognises the endpoints, by name and by address, as a document and as events", async () => {
      const [first, second] = lab.hosts;
      const targets = [`kms1.corp.test:${first?.port}`, `127.0.0.1:${second?.port}`];
      const kms = { address: "127.0.0.1", state: "open", code: null, rpc: { verdict: "kms" } };
      const run = await windows.runTool(["probe", ...targets, "--server", server(), "--json"]);
      expect(run).toMatchObject({ code: 0, stderr: "" });
      expect(documentOf(run).result).toMatchObject({
        targets: [
          { target: targets[0], lookup: "found", endpoints: [kms] },
          { target: targets[1], lookup: null, endpoints: [kms] },
        ],
      });
      const events = await windows.runTool(["probe", ...targets, "--server", server(), "--ndjson"]);
      expect(events).toMatchObject({ code: 0, stderr: "" });
    });
  });

  test.each(scenarios)("the scenario $name raises the findings that it must", async ({ scenario }) => {
    const lab = await startLab(scenario, { clock: systemClock });
    try {
      const [first] = lab.dnsServers;
      const servers = [
        "--server",
        lab.dnsServers.map(formatEndpoint).join(","),
        "--dns-port",
        String(first?.port),
      ];
      const run = await windows.runTool([
        "diagnose",
        ...lab.domains,
        ...servers,
        "--timeout",
        "1000",
        "--json",
      ]);
      const found = new Set(findingsOf(run));
      expect([...found].toSorted()).toEqual(scenario.expects.toSorted());
    } finally {
      await lab.stop();
    }
  });

  test.each(["127.0.0.1", "::1"])("an endpoint on %s answers the bind", async (address) => {
    const host = await startKmsHost({ address, port: 0 });
    try {
      const run = await windows.runTool(["probe", formatEndpoint(host.endpoint), "--json"]);
      expect(endpointsOf(run)).toMatchObject([{ address, state: "open", rpc: { verdict: "kms" } }]);
    } finally {
      await host.stop();
    }
  });

  test("a refused port is refused, ECONNREFUSED, exit 1", async () => {
    // Windows tries again for about 2 s before it tells this of another machine; Wine tells it at once.
    const closed = formatEndpoint(await closedEndpoint());
    const run = await windows.runTool(["probe", closed, "--json"]);
    expect(endpointsOf(run)).toMatchObject([
      { state: "refused", code: "ECONNREFUSED", rpc: { verdict: "not-tried" } },
    ]);
    expect(findingsOf(run)).toEqual(["port-refused"]);
    expect(run.code).toBe(1);
  });

  test("a DNS server that is not there gives no answer and is no proof of anything", async () => {
    const closed = formatEndpoint(await closedEndpoint());
    const args = [
      "discover",
      "corp.test",
      "--server",
      closed,
      "--timeout",
      "300",
      "--retries",
      "0",
      "--json",
    ];
    const run = await windows.runTool(args);
    const [domain] = (documentOf(run).result as Discovered).domains;
    expect(domain).toMatchObject({ status: "failed", servers: [{ server: closed, presence: null }] });
    // Windows reports the ICMP error as ECONNRESET, if at all.
    expect(domain?.servers[0]?.["status"]).toMatch(/^(unreachable|timeout)$/);
    expect(findingsOf(run)).toEqual(["dns-unreachable"]);
  });

  test("lab start, and dig on Linux asks it; Ctrl-C ends it with exit 130", async () => {
    const running = windows.startTool(["lab", "start", "healthy", "--json"]);
    const text = await running.stdoutMatching(/\n$/);
    checkDocument(text);
    const { dnsServers, hosts } = (JSON.parse(text) as { result: LabDocument }).result;
    const [, port = ""] = dnsServers[0]?.split(":") ?? [];
    const flags = ["@127.0.0.1", "-p", port, "+short", "+tries=1"];
    for (const transport of ["+notcp", "+tcp"]) {
      const dig = await runProgram("dig", [...flags, transport, "_vlmcs._tcp.corp.test", "SRV"]);
      expect(dig.stdout.trimEnd().split("\n").toSorted(), transport).toEqual(
        hosts.map((host, index) => `${index * 10} 10 ${host.port} ${host.name}.corp.test.`),
      );
    }
    const probe = await runTool(["probe", ...hosts.map(formatEndpoint), "--json"]);
    expect(endpointsOf(probe).map((endpoint) => (endpoint as { rpc: object }).rpc)).toMatchObject([
      { verdict: "kms" },
      { verdict: "kms" },
    ]);
    running.interrupt();
    expect(await running.ended).toMatchObject({ code: 130, stderr: "" });
  });

  test("Ctrl-C: what is known is printed and written, marked partial, exit 130", async () => {
    // Wine makes the console event CTRL_C_EVENT of a SIGINT, which node gives to the program as Ctrl-C on Windows.
    const silent = await startTcpService(() => {});
    try {
      const targets = ["127.0.0.1:1", formatEndpoint(silent.endpoint)];
      const options = ["--timeout", "600000", "--ndjson", "--concurrency", "1"];
      const running = windows.startTool(["probe", ...targets, ...options]);
      await running.stdoutMatching(/"state":"refused".*\n/);
      running.interrupt();
      const run = await running.ended;
      expect(run).toMatchObject({ code: 130, stderr: "" });
      checkEvents(run.stdout);
      const last = JSON.parse(run.stdout.trimEnd().split("\n").at(-1) ?? "") as { report: object };
      expect(last.report).toMatchObject({ partial: true, findings: [{ id: "port-refused" }] });
    } finally {
      await silent.stop();
    }
  });

  test("Ctrl-C: the file of --output is written, marked partial", async () => {
    const accepted = Promise.withResolvers<void>();
    const silent = await startTcpService(() => accepted.resolve());
    try {
      const target = formatEndpoint(silent.endpoint);
      const options = ["--timeout", "600000", "--format", "json", "--output", "C:\\admin\\partial.json"];
      const running = windows.startTool(["probe", target, ...options]);
      await accepted.promise;
      running.interrupt();
      expect(await running.ended).toMatchObject({ code: 130, stderr: "" });
      const text = readFileSync(path.join(windows.workFolder, "partial.json"), "utf8");
      checkDocument(text);
      expect(JSON.parse(text)).toMatchObject({ partial: true });
    } finally {
      await silent.stop();
    }
  });
});

function findingsOf(run: ToolRun): readonly string[] {
  const findings = documentOf(run)["findings"] as readonly { readonly id: string }[];
  return findings.map(({ id }) => id);
}

function endpointsOf(run: ToolRun): readonly object[] {
  return (documentOf(run).result as Probed).targets.flatMap(({ endpoints }) => endpoints);
}
