import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import iconv from "iconv-lite";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import type { Finding } from "../../src/core/checks/finding.ts";
import type { ReadResult } from "../../src/core/run/read-report.ts";
import type { SymptomReport } from "../../src/core/run/symptom-report.ts";
import { sample } from "../support/paste.ts";
import { documentOf, runTool, startTool, type ToolRun } from "../support/run-tool.ts";

const folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-read-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Buffer): string {
  const full = path.join(folder, name);
  writeFileSync(full, content);
  return full;
}

const readOf = (run: ToolRun): ReadResult => documentOf(run).result as unknown as ReadResult;
const idsOf = (run: ToolRun): readonly string[] =>
  (documentOf(run)["findings"] as readonly Finding[]).map(({ id }) => id);

describe("read", () => {
  test("a host's /dlv: facts, finding, exit code 1", async () => {
    const dlv = file("dlv.txt", sample("slmgr-dlv-host.txt"));
    const run = await runTool(["read", dlv, "--json"]);
    expect(run).toMatchObject({ code: 1, stderr: "" });
    expect(readOf(run)).toMatchObject({
      documents: [
        { file: dlv, kind: "slmgr-dlv-host", lines: [5, 34], facts: { host: { currentCount: 17 } } },
      ],
      notUnderstood: [],
    });
    expect(idsOf(run)).toEqual(["count-below-threshold"]);
  });

  test("standard input, with and without -, in UTF-16 and code page 850", async () => {
    const german = sample("slmgr-dlv-client-de.txt");
    for (const words of [["read"], ["read", "-"]]) {
      const run = await runTool([...words, "--json"], { stdin: german });
      expect(readOf(run).documents).toMatchObject([{ file: "-", kind: "slmgr-dlv-client" }]);
      expect(run.code).toBe(0);
    }
    for (const encoding of ["utf16le", "cp850", "windows-1252"]) {
      const run = await runTool(["read", file(`${encoding}.txt`, iconv.encode(german, encoding)), "--json"]);
      expect(readOf(run).documents).toMatchObject([
        { facts: { licenceText: "Lizenziert", trustedTime: "02.03.2026 09:20:41" } },
      ]);
    }
  });

  test("as text: findings first, then what was read, and the lines left over; 80 columns are enough for the words", async () => {
    const mixed = file("mixed.txt", `${sample("slmgr-small.txt")}\nwhat is this?\n`);
    const run = await runTool(["read", mixed], { env: { COLUMNS: "80" } });
    expect(run.stdout).toMatch(/^No finding: what was read says nothing about a cause\n/);
    expect(run.stdout).toMatch(/\nNext: kms-doctor diagnose DOMAIN --paste FILE --symptom 0xC004F074\n$/);
    expect(run.stdout).toMatch(/slmgr-ato.*\n(?:.*\n)*.*0xC004F074 \(No KMS host/);
    expect(run.stdout).toMatch(/\nNot understood\n {2}line 17 of /);
  });

  test.each(["markdown", "html", "junit", "sarif"])("as %s", async (format) => {
    const run = await runTool([
      "read",
      file("pinned.txt", sample("slmgr-dli-pinned.txt")),
      "--format",
      format,
    ]);
    expect(run.code).toBe(0);
    expect(run.stdout).toContain("client-hosts-pinned");
  });

  test("as events, and for a monitoring system", async () => {
    const dlv = file("dlv.txt", sample("slmgr-dlv-host.txt"));
    const lines = (await runTool(["read", dlv, "--ndjson"])).stdout.trimEnd().split("\n");
    const types = lines.map((line) => (JSON.parse(line) as { readonly type: string }).type);
    expect(types).toEqual([
      "run-started",
      "probe-finished",
      "probe-finished",
      "finding-raised",
      "run-finished",
    ]);
    const nagios = await runTool(["read", dlv, "--nagios"]);
    expect(nagios).toMatchObject({ code: 2 });
    expect(nagios.stdout).toMatch(/^KMS CRITICAL - .*count-below-threshold/);
  });

  test("a text in which nothing is known is not healthy: it says so, and exits 3", async () => {
    const run = await runTool(["read", "--json"], { stdin: "Dear support,\nit does not work.\n" });
    expect(run.code).toBe(3);
    expect(readOf(run)).toEqual({
      documents: [],
      notUnderstood: [{ file: "-", lines: [1, 2], why: expect.any(String) as string }],
    });
  });

  test("terminal escapes in the text never come out raw", async () => {
    const text = sample("slmgr-dlv-client.txt").replace("Enterprise", "\u001b[2J\u009b31mEvil");
    for (const flags of [[], ["--json"], ["--format", "markdown"], ["--format", "html"]]) {
      const run = await runTool(["read", ...flags], { stdin: text });
      // oxlint-disable-next-line no-control-regex -- none may be left
      expect(run.stdout).not.toMatch(/[\u001b\u009b]/);
    }
  });

  test.each([
    [
      "a binary event log",
      Buffer.from("ElfFile\u0000\u0000\u0000"),
      /\.evtx.*wevtutil qe .*\/lf:true \/f:xml > events\.xml/,
    ],
    ["a program", Buffer.from([0x4d, 0x5a, 0, 0xff, 0, 0, 0, 0x90]), /is no text/],
    ["an empty file", Buffer.from(" \n"), /is empty/],
  ])("%s is one line and exit 2", async (_name, bytes, message) => {
    const run = await runTool(["read", file("odd.bin", bytes)]);
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(run.stderr).toMatch(message);
    expect(run.stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  test("a file that is not there, and one that is too large", async () => {
    expect(await runTool(["read", path.join(folder, "none.txt")])).toMatchObject({ code: 2 });
    const large = await runTool(["read", file("large.txt", Buffer.alloc(33 * 1024 * 1024, " "))]);
    expect(large).toMatchObject({ code: 2, stdout: "" });
    expect(large.stderr).toMatch(/holds more than 32 MiB/);
    const long = await runTool(["read", file("long.txt", `x${"\n".repeat(500_001)}`)]);
    expect(long).toMatchObject({ code: 2, stdout: "" });
    expect(long.stderr).toMatch(/has more than 500000 lines/);
  });
});

describe("diagnose --paste", () => {
  const stops: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  async function diagnose(scenario: string, ...flags: readonly string[]): Promise<ToolRun> {
    const lab = startTool(["lab", "start", scenario, "--json"]);
    stops.push(() => {
      lab.child.kill("SIGTERM");
      return lab.ended;
    });
    const { result } = JSON.parse(await lab.stdoutMatching(/\n$/)) as {
      result: { readonly dnsServers: readonly string[]; readonly dnsPort: number };
    };
    const servers = result.dnsServers.flatMap((server) => ["--server", server]);
    const network = [...servers, "--dns-port", String(result.dnsPort), "--timeout", "500"];
    return runTool(["diagnose", "corp.test", ...network, ...flags]);
  }

  test("publishing off explains the missing record: one finding for one cause, and an error", async () => {
    const off = sample("slmgr-dlv-host.txt")
      .replace("publishing enabled", "publishing disabled")
      .replace("count: 17", "count: 50");
    const run = await diagnose("missing-record", "--paste", file("off.txt", off), "--json");
    expect(idsOf(run)).toContain("host-publishing-off");
    expect(idsOf(run)).not.toContain("srv-missing");
    expect(run.code).toBe(1);
    const pasted = documentOf(run).result["pasted"] as ReadResult;
    expect(pasted.documents).toMatchObject([{ kind: "slmgr-dlv-host" }]);
  });

  test("a failed publication explains it, too", async () => {
    const event = sample("events-saved.xml.txt").replaceAll("contoso.test", "corp.test");
    const run = await diagnose("missing-record", "--paste", file("event.txt", event), "--json");
    expect(idsOf(run)).toContain("publish-failed-event");
    expect(idsOf(run)).not.toContain("srv-missing");
  });

  test("a host that listens elsewhere explains the refused port", async () => {
    const dlv = sample("slmgr-dlv-host.txt").replace("count: 17", "count: 50");
    const run = await diagnose(
      "refused-port",
      "--paste",
      file("port.txt", dlv),
      "--json",
      "--symptom",
      "10061",
    );
    expect(idsOf(run)).toContain("host-port-mismatch");
    expect(idsOf(run)).not.toContain("port-refused");
    expect(idsOf(run)).not.toContain("srv-port-unusual");
    const { causes } = documentOf(run).result["symptom"] as SymptomReport;
    expect(causes[0]).toMatchObject({
      standing: "confirmed",
      cause: expect.stringMatching(/names another port/) as string,
    });
  });

  test("a client that is pinned to an unpublished host", async () => {
    const run = await diagnose(
      "healthy",
      "--paste",
      file("pinned.txt", sample("slmgr-dli-pinned.txt")),
      "--json",
    );
    expect(idsOf(run)).toContain("client-wrong-host");
    expect(idsOf(run)).not.toContain("client-hosts-pinned");
  });

  test("a recorded run gives the same report again, with what was pasted", async () => {
    const recording = await diagnose(
      "healthy",
      "--paste",
      file("p.txt", sample("slmgr-dli-pinned.txt")),
      "--ndjson",
    );
    const recorded = file("run.ndjson", recording.stdout);
    const again = documentOf(await runTool(["diagnose", "--replay", recorded, "--json"]));
    const last = recording.stdout.trimEnd().split("\n").at(-1) ?? "";
    expect(again).toEqual((JSON.parse(last) as { readonly report: unknown }).report);
    expect(again.result["pasted"]).toMatchObject({ documents: [{ kind: "slmgr-dli-client" }] });
    const text = await runTool(["diagnose", "--replay", recorded]);
    expect(text.stdout).toMatch(/\nRead\n\n {2}slmgr-dli-client {2}lines 1-19 of /);
  });

  test("what can't be combined is refused", async () => {
    const run = await runTool(["diagnose", "--replay", "x", "--paste", "y"]);
    expect(run).toMatchObject({ code: 2 });
    expect(run.stderr).toMatch(/--replay shows a recorded run/);
    const both = await runTool(["diagnose", "--file", "-", "--paste", "-"], { stdin: "corp.test\n" });
    expect(both.stderr).toMatch(/can't both read standard input/);
  });
});
