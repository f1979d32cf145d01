import { createSocket } from "node:dgram";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import type { Finding } from "../../src/core/checks/finding.ts";
import type { SymptomReport } from "../../src/core/run/symptom-report.ts";
import { documentOf, runTool, startTool, type ToolRun } from "../support/run-tool.ts";

type Explained = {
  readonly codes: readonly {
    readonly code: string;
    readonly symbol: string | null;
    readonly causes: readonly { readonly cause: string; readonly check: string; readonly fix: string }[];
  }[];
};

const explained = (run: ToolRun): Explained["codes"] => (documentOf(run).result as Explained).codes;

describe("explain", () => {
  test("as text: meaning, causes with check and remedy, what to run next; 80 columns are enough", async () => {
    const run = await runTool(["explain", "F074", "event 12293", "0x80070035"], { env: { COLUMNS: "80" } });
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toMatch(
      /^0xC004F074 {2}SL_E_VL_BINDING_SERVICE_UNAVAILABLE\n {2}No KMS host could be/,
    );
    expect(run.stdout).toContain("\nNext: kms-doctor diagnose DOMAIN --symptom 0xC004F074\n");
    expect(run.stdout).toContain("\nevent 12293\n");
    expect(run.stdout).toContain("\n0x80070035  ERROR_BAD_NETPATH\n");
    expect(Math.max(...run.stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test.each([["0xC004F074"], ["c004f074"], ["F074"], ["-1073418124"], ["3221549172"], ["Error: 0xC004F074"]])(
    "%s is 0xC004F074",
    async (spelling) => {
      const run = await runTool(["explain", spelling, "--json"]);
      expect(explained(run)).toMatchObject([{ code: "0xC004F074" }]);
      expect(explained(run)[0]?.causes[0]).toEqual({
        cause: expect.any(String) as string,
        check: expect.any(String) as string,
        fix: expect.any(String) as string,
      });
    },
  );

  test("several codes come in the order in which they were typed, each once", async () => {
    const run = await runTool(["explain", "F038", "0x8007232B", "C004F038", "--json"]);
    expect(explained(run).map(({ code }) => code)).toEqual(["0xC004F038", "0x8007232B"]);
  });

  test("an event needs no quotes", async () => {
    const run = await runTool(["explain", "F038", "event", "12293", "8198", "--json"]);
    expect(explained(run).map(({ code }) => code)).toEqual(["0xC004F038", "12293", "8198"]);
  });

  test("--list has all, as text and as a document, and each of it can be explained", async () => {
    const text = await runTool(["explain", "--list"], { env: { COLUMNS: "80" } });
    const codes = explained(await runTool(["explain", "--list", "--json"])).map(({ code }) => code);
    expect(codes.length).toBeGreaterThan(100);
    for (const code of codes) expect(text.stdout).toContain(code);
    expect(Math.max(...text.stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    const all = await runTool(["explain", ...codes, "--json"]);
    expect(explained(all).map(({ code }) => code)).toEqual(codes);
  });

  test.each([
    [["C004F07"], /'C004F07' is no code.*Did you mean 0xC004F074\?/],
    [["event"], /'event' is no code/],
    [["event", "banana"], /'event banana' is no code/],
    [["banana"], /'banana' is no code.*Write it like/],
    [["F074", "\u001b[31m"], /is no code/],
    [["x".repeat(5000)], /^kms-doctor: 'x{60}…' is no code: it is too long/],
    [[], /no code was given.*--list/],
    [["--list", "F074"], /--list lists all codes/],
  ])("%j is one line and exit 2", async (words, message) => {
    const run = await runTool(["explain", ...words]);
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(run.stderr).toMatch(message);
    expect(run.stderr).not.toContain("\u001b");
    expect(run.stderr.trimEnd().split("\n")).toHaveLength(1);
  });
});

describe("diagnose --symptom", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-symptom-"));
  const stops: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** The flags that lead to a scenario of the lab, which runs until the test ends. */
  async function openLab(scenario: string): Promise<readonly string[]> {
    const lab = startTool(["lab", "start", scenario, "--json"]);
    stops.push(() => {
      lab.child.kill("SIGTERM");
      return lab.ended;
    });
    const { result } = JSON.parse(await lab.stdoutMatching(/\n$/)) as {
      result: { readonly dnsServers: readonly string[]; readonly dnsPort: number };
    };
    const servers = result.dnsServers.flatMap((server) => ["--server", server]);
    return [...servers, "--dns-port", String(result.dnsPort), "--timeout", "500"];
  }

  async function diagnose(scenario: string, ...flags: readonly string[]): Promise<ToolRun> {
    return runTool(["diagnose", "corp.test", ...(await openLab(scenario)), ...flags]);
  }

  function symptomOf(run: ToolRun): SymptomReport {
    return documentOf(run).result["symptom"] as SymptomReport;
  }

  function idsOf(run: ToolRun): readonly string[] {
    return (documentOf(run)["findings"] as readonly Finding[]).map(({ id }) => id);
  }

  test("a record that is missing explains 'DNS name does not exist'", async () => {
    const run = await diagnose("missing-record", "--symptom", "0x8007232B", "--json");
    const { code, causes, nextTest } = symptomOf(run);
    expect(code).toBe("0x8007232B");
    expect(causes.slice(0, 2)).toMatchObject([
      { cause: expect.stringMatching(/has no _vlmcs\._tcp SRV record/) as string, standing: "confirmed" },
      { cause: expect.stringMatching(/scavenged/) as string, standing: "likely" },
    ]);
    expect(causes[0]?.because).toBe("srv-missing at _vlmcs._tcp.corp.test");
    expect(nextTest).toMatch(/If 0x8007232B comes back after that: slmgr \/dlv on the host/);
    expect(idsOf(run)[0]).toBe("srv-missing");
    expect(run.code).toBe(1);
  });

  test("a stale host explains F074, and its finding comes first", async () => {
    const run = await diagnose("stale-host", "--symptom", "F074", "--json");
    const { causes } = symptomOf(run);
    expect(causes[0]).toMatchObject({
      standing: "confirmed",
      because: expect.stringMatching(/^srv-stale-host/) as string,
    });
    expect(causes.at(-1)?.standing).toBe("ruled-out");
    expect(idsOf(run)[0]).toBe("srv-stale-host");
  });

  test("a refused port leaves two causes, and the next test tells them apart", async () => {
    const run = await diagnose("refused-port", "--symptom", "10061", "--json");
    const { causes, nextTest } = symptomOf(run);
    expect(causes.slice(0, 2)).toMatchObject([
      { cause: expect.stringMatching(/another port/) as string, standing: "likely" },
      { cause: expect.stringMatching(/sppsvc\) on the host is not running/) as string, standing: "likely" },
    ]);
    expect(nextTest).toMatch(/^To tell 'The SRV record names another port.*' from '.*sppsvc.*': slmgr \/dlv/);
  });

  test("where all is well, nothing explains it here: it says so, and what to run at the client", async () => {
    const flags = await openLab("healthy");
    const run = await runTool(["diagnose", "corp.test", ...flags, "--symptom", "0xC004F074"], {
      env: { COLUMNS: "80" },
    });
    expect(run.code).toBe(0);
    expect(run.stdout).toContain("Nothing that was seen here explains it for certain");
    expect(run.stdout).toMatch(/next: To tell 'The client is pinned/);
    expect(run.stdout.replace(/\s+/g, " ")).toMatch(
      /ruled-out.*because: kms1\.corp\.test:\d+, kms2\.corp\.test:\d+ answered as KMS/,
    );
    const document = await runTool(["diagnose", "corp.test", ...flags, "--symptom", "0xC004F074", "--json"]);
    expect(symptomOf(document).causes.filter(({ standing }) => standing === "confirmed")).toEqual([]);
  });

  test("a note comes before an error where it speaks for the likeliest cause", async () => {
    const run = await diagnose("missing-record", "--symptom", "0x8007232D", "--json");
    expect(idsOf(run)).toEqual(["update-disabled", "srv-missing"]);
    expect(symptomOf(run).causes[0]?.standing).toBe("confirmed");
  });

  test("a code of which no causes are known, and none named at all", async () => {
    const flags = await openLab("healthy");
    const run = await runTool(["diagnose", "corp.test", ...flags, "--symptom", "0x80070035", "--json"]);
    expect(symptomOf(run)).toMatchObject({ code: "0x80070035", causes: [] });
    expect(symptomOf(run).nextTest).toMatch(/^No causes are known/);
    expect(symptomOf(await runTool(["diagnose", "corp.test", ...flags, "--json"]))).toBeUndefined();
  });

  test("--replay gives the same report again, the symptom included", async () => {
    const run = await diagnose("stale-host", "--symptom", "-1073418124", "--ndjson");
    const file = path.join(folder, "run.ndjson");
    writeFileSync(file, run.stdout);
    const last = readFileSync(file, "utf8").trimEnd().split("\n").at(-1) ?? "";
    const replayed = await runTool(["diagnose", "--replay", file, "--json"]);
    expect(replayed.stdout).toBe(`${last.slice(last.indexOf('"report":') + '"report":'.length, -1)}\n`);
    expect(symptomOf(replayed).code).toBe("0xC004F074");
    const both = await runTool(["diagnose", "--replay", file, "--symptom", "F074"]);
    expect(both.code).toBe(2);
    expect(both.stderr).toMatch(/the symptom that was named then/);
  });

  test("an interrupted run judges nothing: every cause is possible", async () => {
    const silent = createSocket("udp4");
    await new Promise<void>((resolve) => silent.bind(0, "127.0.0.1", resolve));
    stops.push(() => new Promise<void>((resolve) => silent.close(() => resolve())));
    const server = `127.0.0.1:${silent.address().port}`;
    const args = [
      "diagnose",
      "corp.test",
      "--server",
      server,
      "--timeout",
      "60000",
      "--symptom",
      "F074",
      "--ndjson",
    ];
    const tool = startTool(args);
    await tool.stdoutMatching(/run-started/);
    tool.child.kill("SIGINT");
    const run = await tool.ended;
    expect(run.code).toBe(130);
    const last = JSON.parse(run.stdout.trimEnd().split("\n").at(-1) ?? "") as {
      report: { partial: boolean; result: { symptom: SymptomReport } };
    };
    expect(last.report.partial).toBe(true);
    expect(new Set(last.report.result.symptom.causes.map(({ standing }) => standing))).toEqual(
      new Set(["possible"]),
    );
  });

  test("a code that is none is told before anything is asked", async () => {
    const run = await runTool(["diagnose", "corp.test", "--server", "127.0.0.1:1", "--symptom", "F07"]);
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(run.stderr).toMatch(/^kms-doctor: --symptom 'F07' is no code/);
  });
});
