import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { Finding } from "../../src/core/checks/finding.ts";
import type { DiscoverResult } from "../../src/core/run/report.ts";
import { startTestDns, type TestDns, type TestDnsOptions } from "../support/lab-dns.ts";
import { documentOf, runTool, type ToolRun } from "../support/run-tool.ts";
import { a, cname, ns, srv } from "../support/zone-builder.ts";

const running: TestDns[] = [];
afterEach(async () => {
  for (const dns of running.splice(0)) await dns.stop();
});

async function serve(zones: Parameters<typeof startTestDns>[0], options?: TestDnsOptions): Promise<TestDns> {
  const dns = await startTestDns(zones, options);
  running.push(dns);
  return dns;
}

const OWNER = "_vlmcs._tcp.corp.test";
const HEALTHY = {
  "corp.test": [
    srv(OWNER, "kms2.corp.test", 1688, 10),
    srv(OWNER, "kms1.corp.test"),
    a("kms1.corp.test", "127.0.0.1"),
    a("kms2.corp.test", "127.0.0.2"),
  ],
};

function domainsOf(run: ToolRun): DiscoverResult["domains"] {
  return documentOf(run).result["domains"] as DiscoverResult["domains"];
}

function findingsOf(run: ToolRun): readonly string[] {
  return (documentOf(run)["findings"] as readonly Finding[]).map(({ id }) => id);
}

describe("discover", () => {
  test("hosts in the order in which clients try them, for people and for scripts", async () => {
    const { server } = await serve(HEALTHY);
    const text = await runTool(["discover", "corp.test", "--server", server]);
    expect(text.code).toBe(0);
    expect(text.stdout).toMatch(
      /priority 0, tried first[\s\S]*kms1\.corp\.test:1688[\s\S]*priority 10[\s\S]*kms2/,
    );
    expect(text.stdout).toContain("100.0 %");
    expect(text.stdout).toContain(
      `Next: kms-doctor probe kms1.corp.test:1688 kms2.corp.test:1688 --server ${server}`,
    );
    const json = await runTool(["discover", "CORP.test.", "--server", server, "--json"]);
    expect(domainsOf(json)).toMatchObject([
      {
        domain: "corp.test",
        owner: OWNER,
        status: "found",
        records: [
          {
            target: "kms1.corp.test",
            port: 1688,
            priority: 0,
            weight: 0,
            ttl: 3600,
            addresses: ["127.0.0.1"],
          },
          { target: "kms2.corp.test", priority: 10 },
        ],
        servers: [{ server, status: "answered", rcode: "NOERROR", authoritative: true, transport: "udp" }],
      },
    ]);
    expect(findingsOf(json)).toEqual([]);
  });

  test("the last NDJSON line holds the same report as the document", async () => {
    const { server } = await serve(HEALTHY);
    const args = ["discover", "corp.test", "--server", server];
    const events = (await runTool([...args, "--ndjson"])).stdout.trimEnd().split("\n");
    const last = JSON.parse(events.at(-1) ?? "") as { type: string; report: Record<string, unknown> };
    const document = documentOf(await runTool([...args, "--json"]));
    const timeless = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value, (key, member: unknown) => (/Ms$|At$|^at$/.test(key) ? 0 : member)));
    expect(last.type).toBe("run-finished");
    expect(timeless(last.report)).toEqual(timeless(document));
  });

  test("a domain without a record is exit 1, and says what to do", async () => {
    const { server } = await serve(HEALTHY);
    const run = await runTool(["discover", "corp.test", "other.corp.test", "--server", server]);
    expect(run.code).toBe(1);
    expect(run.stdout).toContain("No KMS host is published for other.corp.test");
    expect(run.stdout).toContain("slmgr /sdns");
  });

  test("an international domain is converted, the canonical name is printed", async () => {
    const owner = "_vlmcs._tcp.xn--bcher-kva.test";
    const { server } = await serve({ "xn--bcher-kva.test": [srv(owner, "kms1.xn--bcher-kva.test")] });
    const run = await runTool(["discover", "Bücher.test", "--server", server, "--json"]);
    expect(domainsOf(run)[0]).toMatchObject({ domain: "xn--bcher-kva.test", owner, status: "found" });
  });

  test("two servers that differ are both shown", async () => {
    const [full, empty] = [await serve(HEALTHY), await serve({ "corp.test": [] })];
    const run = await runTool([
      "discover",
      "corp.test",
      "--server",
      full.server,
      "--server",
      empty.server,
      "--json",
    ]);
    expect(domainsOf(run)[0]?.servers.map(({ presence }) => presence)).toEqual(["found", "nxdomain"]);
    expect(domainsOf(run)[0]?.status).toBe("found");
  });

  test("--authoritative walks to the zone and asks its name servers at --dns-port, without recursion", async () => {
    const zone = [...HEALTHY["corp.test"], ns("corp.test", "ns1.corp.test"), a("ns1.corp.test", "127.0.0.1")];
    const authoritative = await serve({ "corp.test": zone });
    const resolver = await serve({ "corp.test": zone }, { role: "resolver" });
    const run = await runTool([
      ...["discover", "corp.test", "--server", resolver.server, "--json"],
      ...["--authoritative", "--dns-port", String(authoritative.port)],
    ]);
    expect(domainsOf(run)[0]?.servers).toMatchObject([
      { server: resolver.server, role: "given", authoritative: false },
      { server: authoritative.server, role: "name-server", authoritative: true },
    ]);
  });

  test("--authoritative: name servers that differ, and one that is lame", async () => {
    const shared = [
      ns("corp.test", "ns1.corp.test"),
      ns("corp.test", "ns2.corp.test"),
      ns("corp.test", "ns3.corp.test"),
    ];
    const hosts = [
      a("ns1.corp.test", "127.0.0.1"),
      a("ns2.corp.test", "127.0.0.2"),
      a("ns3.corp.test", "127.0.0.3"),
      a("kms1.corp.test", "127.0.0.1"),
    ];
    const first = await serve({ "corp.test": [...shared, ...hosts, srv(OWNER, "kms1.corp.test")] });
    const port = first.port;
    await serve({ "corp.test": [...shared, ...hosts] }, { address: "127.0.0.2", port });
    await serve({ "other.test": [] }, { address: "127.0.0.3", port });
    const args = [
      "discover",
      "corp.test",
      "--server",
      first.server,
      "--authoritative",
      "--dns-port",
      String(port),
    ];
    const run = await runTool([...args, "--json"]);
    expect(findingsOf(run)).toEqual(["dns-lame", "dns-disagree", "srv-single-host"]);
    expect(run.code).toBe(1);
  });

  test("what nobody could tell is not healthy: exit 3, and the text says so", async () => {
    const { server } = await serve({ "corp.test": [ns("sub.corp.test", "ns1.elsewhere.test")] });
    const run = await runTool(["discover", "x.sub.corp.test", "--server", server]);
    expect(run.code).toBe(3);
    expect(run.stdout).toContain("Not known in 1 case");
    expect(run.stdout).not.toContain("Nothing wrong");
  });

  test.each([
    ["refuse", "refused", ["dns-refused"]],
    ["servfail", "servfail", ["dns-servfail"]],
    ["garbage", "malformed", ["dns-malformed"]],
    ["compression-loop", "malformed", ["dns-malformed"]],
    ["drop", "timeout", ["dns-unreachable"]],
  ] as const)("a server with the fault %s is %s", async (fault, status, ids) => {
    const { server } = await serve(HEALTHY, { faults: [fault] });
    const run = await runTool(["discover", "corp.test", "--server", server, "--json", "--timeout", "200"]);
    expect(domainsOf(run)[0]?.servers[0]?.status).toBe(status);
    expect(domainsOf(run)[0]?.status).toBe("failed");
    expect(findingsOf(run)).toEqual(ids);
    expect(run.code).toBe(1);
  });

  test.each([
    ["drop-udp", ["dns-udp-blocked"]],
    ["no-edns", ["dns-edns-broken"]],
    ["servfail-once", []],
    ["wrong-id", ["dns-unreachable"]],
  ] as const)("the fault %s yields %j", async (fault, ids) => {
    const { server } = await serve(HEALTHY, { faults: [fault] });
    const run = await runTool(["discover", "corp.test", "--server", server, "--json", "--timeout", "200"]);
    expect(findingsOf(run)).toEqual(ids);
  });

  test("hostile names are shown escaped in every form", async () => {
    const hostile = String.raw`k\027[31m\010evil\;\$x.corp.test`;
    const { server } = await serve({ "corp.test": [srv(OWNER, hostile), srv(OWNER, "kms1.corp.test")] });
    for (const form of ["text", "json", "ndjson"]) {
      const run = await runTool(["discover", "corp.test", "--server", server, "--format", form]);
      expect(run.stdout, form).not.toMatch(/[\u001b\u009b]/);
      expect(run.stdout, form).toContain(
        form === "text" ? String.raw`k\027[31m\010evil` : String.raw`k\\027[31m\\010evil`,
      );
    }
    // The command that is offered for pasting must be harmless: a name that is no host name is left out of it.
    const text = await runTool(["discover", "corp.test", "--server", server]);
    expect(text.stdout).toMatch(/Next: kms-doctor probe kms1\.corp\.test:1688 --server 127\.0\.0\.1:\d+\n/);
  });

  test("an alias of the owner and an alias as target are told apart", async () => {
    const { server } = await serve({
      "corp.test": [
        cname(OWNER, "_vlmcs._tcp.real.corp.test"),
        srv("_vlmcs._tcp.real.corp.test", "kms1.corp.test"),
        srv("_vlmcs._tcp.real.corp.test", "alias.corp.test"),
        cname("alias.corp.test", "kms1.corp.test"),
        a("kms1.corp.test", "127.0.0.1"),
      ],
    });
    const run = await runTool(["discover", "corp.test", "--server", server, "--json"]);
    expect(domainsOf(run)[0]?.records).toHaveLength(2);
    expect(findingsOf(run)).toEqual(["srv-target-alias"]);
  });

  test("10,000 names from standard input keep their order", async () => {
    const { server } = await serve(HEALTHY);
    const names = Array.from({ length: 10_000 }, (_, index) =>
      index === 7_777 ? "corp.test" : `d${index}.corp.test`,
    );
    const stdin = `${names.join("\n")}\n`;
    const run = await runTool(["discover", "--file", "-", "--server", server, "--json"], { stdin });
    expect(domainsOf(run).map(({ domain }) => domain)).toEqual(names);
    expect(
      domainsOf(run)
        .filter(({ status }) => status === "found")
        .map(({ domain }) => domain),
    ).toEqual(["corp.test"]);
  }, 60_000);

  test("a name server that is down does not hold up thousands of names", async () => {
    const { server } = await serve(HEALTHY);
    const names = Array.from({ length: 2_000 }, (_, index) => `d${index}.corp.test`);
    const file = path.join(mkdtempSync(path.join(tmpdir(), "kms-doctor-names-")), "names");
    writeFileSync(file, names.join("\n"));
    const silent = await serve(HEALTHY, { faults: ["drop"] });
    const run = await runTool([
      ...["discover", "--file", file, "--server", server, "--server", silent.server],
      ...["--timeout", "300", "--json"],
    ]);
    const statuses = domainsOf(run).map(({ servers }) => servers[1]?.status);
    expect(statuses.filter((status) => status === "not-asked").length).toBeGreaterThan(1_500);
    expect(findingsOf(run)).toContain("dns-unreachable");
  }, 60_000);
});
