import { createSocket } from "node:dgram";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import type { Finding } from "../../src/core/checks/finding.ts";
import type { DiagnoseResult } from "../../src/core/run/report.ts";
import { startKmsHost, type KmsHost } from "../../src/lab/kms-host/kms-host.ts";
import { startTestDns, type TestDns, type TestDnsOptions } from "../support/lab-dns.ts";
import { documentOf, runTool, type ToolRun } from "../support/run-tool.ts";
import { a, name, ns, srv } from "../support/zone-builder.ts";
import type { ZoneRecord } from "../../src/lab/dns/zone.ts";

const OWNER = "_vlmcs._tcp.corp.test";
const running: { readonly stop: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
});

async function host(address = "127.0.0.1"): Promise<KmsHost["endpoint"]> {
  const started = await startKmsHost({ address, port: 0 });
  running.push(started);
  return started.endpoint;
}

async function serve(records: readonly ZoneRecord[], options?: TestDnsOptions): Promise<TestDns> {
  const own = [ns("corp.test", "ns1.corp.test"), a("ns1.corp.test", "127.0.0.1")];
  const dns = await startTestDns({ "corp.test": [...own, ...records] }, options);
  running.push(dns);
  return dns;
}

/** Two hosts that work, on ports of their own. */
async function healthyRecords(owner = OWNER): Promise<readonly ZoneRecord[]> {
  const [one, two] = [await host(), await host()];
  return [
    srv(owner, "kms1.corp.test", one.port),
    srv(owner, "kms2.corp.test", two.port),
    a("kms1.corp.test", "127.0.0.1"),
    a("kms2.corp.test", "127.0.0.1"),
  ];
}

async function diagnose(dns: TestDns, ...flags: readonly string[]): Promise<ToolRun> {
  const args = [
    "diagnose",
    "corp.test",
    "--server",
    dns.server,
    "--dns-port",
    String(dns.port),
    "--timeout",
    "500",
  ];
  return runTool([...args, "--json", ...flags]);
}

/** Without what every lab shows: ports that are not 1688, and a server that takes no updates. */
function findingsOf(run: ToolRun): readonly string[] {
  return (documentOf(run)["findings"] as readonly Finding[])
    .map(({ id }) => id)
    .filter((id) => id !== "srv-port-unusual" && id !== "update-disabled");
}

describe("diagnose", () => {
  test("a healthy domain: nothing but notes, exit 0, and everything that was examined", async () => {
    const run = await diagnose(await serve(await healthyRecords()));
    expect(findingsOf(run)).toEqual([]);
    expect(run.code).toBe(0);
    const result = documentOf(run).result as unknown as DiagnoseResult;
    expect(result.targets.map(({ endpoints }) => endpoints[0]?.rpc.verdict)).toEqual(["kms", "kms"]);
    expect(result.zones).toMatchObject([
      { zone: "corp.test", primary: "ns1.corp.test", updatePolicy: { policy: "disabled", rcode: "NOTIMP" } },
    ]);
    expect(result.suffixes).toEqual([]);
  });

  test.each(["_vmlcs._tcp", "_vlmcs._udp", "vlmcs._tcp", "_kms._tcp", "_vlmcs._tcp.corp.test"])(
    "records at %s are misspelled, not missing",
    async (wrong) => {
      const run = await diagnose(await serve(await healthyRecords(`${wrong}.corp.test`)));
      expect(findingsOf(run)).toEqual(["srv-misspelled"]);
    },
  );

  test("no record anywhere is missing", async () => {
    expect(findingsOf(await diagnose(await serve([])))).toEqual(["srv-missing"]);
  });

  test("a wildcard", async () => {
    expect(findingsOf(await diagnose(await serve(await healthyRecords("*._tcp.corp.test"))))).toEqual([
      "srv-wildcard",
    ]);
  });

  test("a forgotten dot: the remedy names the host that was meant", async () => {
    const one = await host();
    const records = [
      srv(OWNER, "kms1.corp.test.corp.test", one.port),
      srv(OWNER, "kms2.corp.test", one.port),
      a("kms1.corp.test", "127.0.0.1"),
      a("kms2.corp.test", "127.0.0.1"),
    ];
    const run = await diagnose(await serve(records));
    expect(findingsOf(run)).toEqual(["srv-target-unresolvable"]);
    expect(run.stdout).toContain("kms1.corp.test does exist: a trailing dot is missing");
  });

  test("--expect: who should not be there, and who should", async () => {
    const run = await diagnose(
      await serve(await healthyRecords()),
      "--expect",
      "kms9.corp.test",
      "--fail-on",
      "never",
    );
    expect(findingsOf(run).toSorted()).toEqual([
      "srv-expected-missing",
      "srv-unexpected-host",
      "srv-unexpected-host",
    ]);
  });

  test("a public address", async () => {
    const records = [...(await healthyRecords()), a("kms1.corp.test", "8.8.8.8")];
    const run = await diagnose(
      await serve(records),
      "--timeout",
      "200",
      "--retries",
      "0",
      "--no-update-probe",
    );
    expect(findingsOf(run)).toContain("exposed-public-address");
  });

  test("two faults at once are the union of their findings", async () => {
    const one = await host();
    const records = [
      srv(OWNER, "kms1.corp.test", one.port),
      srv(OWNER, "gone.corp.test", one.port),
      srv(OWNER, "dead.corp.test", 1),
      a("kms1.corp.test", "127.0.0.1"),
      a("dead.corp.test", "127.0.0.1"),
    ];
    const run = await diagnose(await serve(records));
    expect(findingsOf(run)).toEqual(["srv-stale-host", "srv-target-unresolvable"]);
  });

  test("the resolver still remembers that there was no record", async () => {
    const records = await healthyRecords();
    const before = await serve(
      records.filter(({ type }) => type === "A"),
      { role: "resolver" },
    );
    const now = await serve(records);
    const args = ["diagnose", "corp.test", "--server", before.server, "--dns-port", String(now.port)];
    const run = await runTool([...args, "--timeout", "500", "--json"]);
    expect(findingsOf(run)).toEqual(["dns-negative-cached"]);
    expect(run.stdout).toMatch(/for \d+ more seconds/);
  });

  test("the resolver still has an old record", async () => {
    const records = await healthyRecords();
    const before = await serve([...records, srv(OWNER, "kms1.corp.test", 4)], { role: "resolver" });
    const now = await serve(records);
    const args = ["diagnose", "corp.test", "--server", before.server, "--dns-port", String(now.port)];
    const run = await runTool([...args, "--timeout", "500", "--json"]);
    expect(findingsOf(run)).toContain("dns-resolver-stale");
  });

  test("two resolvers that show different zones", async () => {
    const records = await healthyRecords();
    const inside = await serve(records, { role: "resolver" });
    const outside = await startTestDns(
      { "corp.test": [a("kms1.corp.test", "127.0.0.1"), a("kms2.corp.test", "127.0.0.1")] },
      { role: "resolver", soa: { mname: name("ns.outside.test") } },
    );
    running.push(outside);
    const args = ["diagnose", "corp.test", "--server", inside.server, "--server", outside.server];
    const run = await runTool([
      ...args,
      "--dns-port",
      "1",
      "--timeout",
      "300",
      "--retries",
      "0",
      "--no-update-probe",
      "--json",
    ]);
    expect(findingsOf(run)).toContain("dns-split-horizon");
    expect(findingsOf(run)).not.toContain("srv-missing");
  });

  test("--no-update-probe sends no update and examines no policy", async () => {
    const run = await diagnose(await serve(await healthyRecords()), "--no-update-probe");
    const { zones } = documentOf(run).result as unknown as DiagnoseResult;
    expect(zones[0]?.updatePolicy).toBeNull();
    expect(run.stderr).toBe("");
  });

  test("for people: verdict, findings, then what was examined", async () => {
    const dns = await serve([]);
    const run = await runTool([
      "diagnose",
      "corp.test",
      "--server",
      dns.server,
      "--dns-port",
      String(dns.port),
    ]);
    expect(run.stdout).toMatch(/^1 error, 1 note\n\nFindings\n[\s\S]*Examined\n[\s\S]*zone corp\.test/);
    expect(run.code).toBe(1);
  });
});

describe("--second-opinion", () => {
  test("an independent implementation reads the same", async () => {
    const run = await diagnose(await serve(await healthyRecords()), "--second-opinion");
    const { domains } = documentOf(run).result as unknown as DiagnoseResult;
    expect(domains[0]?.secondOpinion).toMatchObject({ verdict: "agrees", detail: "NOERROR, 2 SRV" });
    expect(findingsOf(run)).toEqual([]);
  });

  test("without the flag it is not asked, and not loaded", async () => {
    const run = await diagnose(await serve(await healthyRecords()));
    expect(run.stdout).not.toContain("secondOpinion");
  });

  test("an answer whose compression loops neither hangs nor crashes the tool", async () => {
    // Ours goes through: the looping answer is only given to the other one, which asks without EDNS.
    const socket = createSocket("udp4");
    socket.on("message", (query, peer) => {
      const end = query.indexOf(0, 12) + 5;
      const isPlain = query.readUInt16BE(10) === 0;
      const head = Buffer.from(query.subarray(0, end));
      head.writeUInt16BE(isPlain ? 0x8580 : 0x8583, 2);
      head.writeUInt16BE(isPlain ? 1 : 0, 6);
      head.writeUInt16BE(0, 10);
      const pointerToItself = Buffer.from([0xc0, end, 0x00, 0x21, 0x00, 0x01]);
      socket.send(isPlain ? Buffer.concat([head, pointerToItself]) : head, peer.port, peer.address);
    });
    await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
    const server = `127.0.0.1:${socket.address().port}`;
    const run = await runTool([
      "diagnose",
      "corp.test",
      "--server",
      server,
      "--second-opinion",
      "--timeout",
      "300",
      "--no-update-probe",
      "--json",
    ]);
    socket.close();
    const { domains } = documentOf(run).result as unknown as DiagnoseResult;
    expect(domains[0]?.secondOpinion).toMatchObject({ verdict: "none" });
    expect(domains[0]?.secondOpinion?.detail).toMatch(/did not come back|failed on the answer/);
    expect(run.code).toBe(1);
  });
});

describe("--replay", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-replay-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function record(): Promise<{ readonly file: string; readonly lines: readonly string[] }> {
    const dns = await serve(await healthyRecords());
    const args = [
      "diagnose",
      "corp.test",
      "nothing.corp.test",
      "--server",
      dns.server,
      "--dns-port",
      String(dns.port),
    ];
    const run = await runTool([...args, "--ndjson"]);
    await dns.stop();
    const file = path.join(folder, "run.ndjson");
    writeFileSync(file, run.stdout);
    return { file, lines: run.stdout.trimEnd().split("\n") };
  }

  test("gives the same report, byte for byte, without any network", async () => {
    const { file, lines } = await record();
    const last = lines.at(-1) ?? "";
    const report = last.slice(last.indexOf('"report":') + '"report":'.length, -1);
    const run = await runTool(["diagnose", "--replay", file, "--json"]);
    expect(run.stdout).toBe(`${report}\n`);
    expect(run.code).toBe(1);
    expect(
      (await runTool(["diagnose", "--replay", "-"], { stdin: `${lines.join("\n")}\n` })).stdout,
    ).toContain("No KMS host is published for nothing.corp.test");
  });

  test.each([
    [
      "cut in the middle of a line",
      (lines: readonly string[]) => lines.join("\n").slice(0, -40),
      /line \d+ is no event/,
    ],
    ["cut between lines", (lines: readonly string[]) => lines.slice(0, -1).join("\n"), /cut before its end/],
    ["empty", () => "", /line 1 is missing/],
    ["something else", () => "hello\n", /line 1 is no event/],
    ["without its start", (lines: readonly string[]) => lines.slice(1).join("\n"), /does not start a run/],
  ])("a recording that is %s is refused with one line", async (_title, edit, message) => {
    const { lines } = await record();
    const file = path.join(folder, "broken.ndjson");
    writeFileSync(file, edit(lines));
    const run = await runTool(["diagnose", "--replay", file]);
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(run.stderr).toMatch(message);
    expect(run.stderr.trimEnd().split("\n")).toHaveLength(1);
  });
});

describe("update-policy", () => {
  test("tells, and changes nothing", async () => {
    const dns = await serve([]);
    const run = await runTool([
      "update-policy",
      "corp.test",
      "--server",
      dns.server,
      "--dns-port",
      String(dns.port),
      "--json",
    ]);
    expect(run.code).toBe(0);
    expect(documentOf(run).result).toMatchObject({
      zone: "corp.test",
      policy: "disabled",
      serialBefore: 1,
      serialAfter: 1,
    });
    expect(run.stderr).toMatch(/log/);
  });

  test("a server that does not answer is 'unknown', exit 3, never 'disabled'", async () => {
    const args = ["update-policy", "corp.test", "--primary", "127.0.0.1:9", "--timeout", "300", "--json"];
    const run = await runTool(args);
    expect(documentOf(run).result).toMatchObject({ policy: "unknown", rcode: null });
    expect(run.code).toBe(3);
  });
});
