// The command line on Windows: versions, errors, the lab's story, files and settings by Windows paths. Run under Wine.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeWithPeers } from "../support/peer.ts";
import { checkDocument, checkEvents, documentOf } from "../support/run-tool.ts";
import { WINDOWS_NODE_VERSION } from "../support/windows-node.ts";
import { openWindows, WINE_PEERS, type WineWindows } from "../support/wine.ts";

describeWithPeers("the command line, under Wine", WINE_PEERS, () => {
  let windows: WineWindows;
  beforeAll(async () => {
    windows = await openWindows();
  }, 120_000);
  afterAll(() => windows.close());

  const inWork = (name: string): string => path.join(windows.workFolder, name);

  test("version --json names Windows and its node", async () => {
    const run = await windows.runTool(["version", "--json"]);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(documentOf(run).result).toMatchObject({ platform: "win32-x64", node: WINDOWS_NODE_VERSION });
  });

  test("no arguments and no console: the usage on stderr, exit 2", async () => {
    const run = await windows.runTool([]);
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(run.stderr).toMatch(/^Usage: kms-doctor/);
  });

  test.each([
    ["an unknown command", ["prob"], /unknown command 'prob'.*probe/],
    ["a domain with an empty label", ["discover", "corp..test"], /'corp..test' is not a domain/],
    ["a port of 70000", ["probe", "127.0.0.1:70000"], /'70000' is not a port/],
    [
      "a file that does not exist",
      ["probe", "--file", "C:\\none\\hosts.txt"],
      /'C:\\none\\hosts\.txt' can't be read \(ENOENT\)/,
    ],
    [
      "a folder instead of a file",
      ["discover", "--file", "C:\\admin"],
      /'C:\\admin' can't be read \(E[A-Z]+\)/,
    ],
    [
      "a config that does not exist",
      ["discover", "a.test", "--config", "C:\\none.yaml"],
      /'C:\\none\.yaml': there is no such file/,
    ],
  ])("bad input, %s: one line, exit 2", async (_title, args, message) => {
    const run = await windows.runTool(args);
    expect(run.stderr).toMatch(message);
    expect(run.stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(run).toMatchObject({ code: 2, stdout: "" });
  });

  test("with --json a failure is a document", async () => {
    const run = await windows.runTool(["discover", "corp..test", "--json"]);
    expect(documentOf(run)).toMatchObject({ error: { code: "USAGE" } });
    expect(run.code).toBe(2);
  });

  test("lab: the whole story holds", async () => {
    const run = await windows.runTool(["lab"]);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toMatch(/All \d+ steps held\./);
  });

  test("demo --json: every step holds", async () => {
    const run = await windows.runTool(["demo", "--json"]);
    const { story } = documentOf(run).result as { story: { held: boolean }[] };
    expect(story.length).toBeGreaterThan(3);
    expect(story.map(({ held }) => held)).not.toContain(false);
    expect(run.code).toBe(0);
  });

  test("lab list and a scenario file by its Windows path", async () => {
    const list = documentOf(await windows.runTool(["lab", "list", "--json"])).result;
    expect(list).toMatchObject({
      scenarios: expect.arrayContaining([expect.objectContaining({ name: "healthy" })]),
    });
    writeFileSync(inWork("mine.yaml"), "title: nothing else\r\n");
    const run = await windows.runTool(["lab", "start", "C:\\admin\\mine.yaml"]);
    expect(run.stderr).toMatch(/C:\\admin\\mine\.yaml.*domains/);
    expect(run.code).toBe(2);
  });

  test.each([
    ["a drive letter and backslashes", "C:\\admin\\report.json", "report.json"],
    ["slashes", "C:/admin/slashes.json", "slashes.json"],
    ["blanks and umlauts", "C:\\admin\\Prüfbericht für alle.json", "Prüfbericht für alle.json"],
    ["a relative path", ".\\relative.json", "relative.json"],
    ["a path from the root of the drive", "\\admin\\rooted.json", "rooted.json"],
  ])("--output to %s", async (_title, windowsName, name) => {
    const run = await windows.runTool(["version", "--format", "json", "--output", windowsName]);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toMatch(/^kms-doctor /);
    checkDocument(readFileSync(inWork(name), "utf8"));
  });

  test("--output replaces a file that is there, and leaves nothing beside it", async () => {
    await mkdir(inWork("full"));
    writeFileSync(inWork("full/report.json"), "old".repeat(1000));
    const run = await windows.runTool([
      "version",
      "--format",
      "json",
      "--output",
      "C:\\admin\\full\\report.json",
    ]);
    expect(run.code).toBe(0);
    checkDocument(readFileSync(inWork("full/report.json"), "utf8"));
    expect(readdirSync(inWork("full"))).toEqual(["report.json"]);
  });

  test("--output into a folder that does not exist is exit 3", async () => {
    const run = await windows.runTool(["version", "--output", "C:\\none\\report.json"]);
    expect(run.stderr).toMatch(/^kms-doctor: can't write 'C:\\none\\report\.json' \(ENOENT\)/);
    expect(run).toMatchObject({ code: 3, stdout: "" });
    expect(existsSync(windows.onDriveC("C:\\none"))).toBe(false);
  });

  test("--output to a folder is exit 3, with the reason", async () => {
    const run = await windows.runTool(["version", "--output", "C:\\admin"]);
    expect(run.stderr).toMatch(/^kms-doctor: can't write 'C:\\admin' \(EISDIR\)/);
    expect(run).toMatchObject({ code: 3, stdout: "" });
  });

  test.each(["NUL", "nul", "C:\\admin\\NUL", "\\\\.\\NUL"])(
    "--output %s is the null device, never a file",
    async (name) => {
      const run = await windows.runTool(["version", "--format", "json", "--output", name]);
      expect(run).toMatchObject({ code: 0, stderr: "" });
      expect(run.stdout).toMatch(/^kms-doctor /);
      expect(readdirSync(windows.workFolder).filter((entry) => /^nul/i.test(entry))).toEqual([]);
    },
  );

  test("--ndjson to a file is the stream of events", async () => {
    const args = ["lab", "--ndjson", "--output", "C:\\admin\\events.ndjson"];
    expect(await windows.runTool(args)).toMatchObject({ code: 0, stderr: "" });
    checkEvents(readFileSync(inWork("events.ndjson"), "utf8"));
  });

  test("%APPDATA%\\kms-doctor\\config.yaml is honoured, and flags win over it", async () => {
    const folder = windows.onDriveC(`${await windows.variable("APPDATA")}\\kms-doctor`);
    await mkdir(folder, { recursive: true });
    writeFileSync(path.join(folder, "config.yaml"), "format: json\r\nfail-on: never\r\n");
    const configured = await windows.runTool(["probe", "127.0.0.1:1"]);
    checkDocument(configured.stdout);
    expect(configured.code).toBe(0);
    const flagged = await windows.runTool(["probe", "127.0.0.1:1", "--format", "text", "--fail-on", "error"]);
    expect(flagged.stdout).toMatch(/127\.0\.0\.1 +refused/);
    expect(flagged.code).toBe(1);
    writeFileSync(path.join(folder, "config.yaml"), "tiemout: 3\r\n");
    const wrong = await windows.runTool(["version"]);
    expect(wrong.stderr).toMatch(/\\AppData\\Roaming\\kms-doctor\\config\.yaml.*tiemout/);
    expect(wrong.code).toBe(2);
    writeFileSync(path.join(folder, "config.yaml"), "");
  });

  test("--file with CRLF lines, comments, blank lines and a byte order mark", async () => {
    writeFileSync(inWork("targets.txt"), "\ufeff# hosts\r\n127.0.0.1:1\r\n\r\n127.0.0.1:2 # second\r\n");
    const run = await windows.runTool(["probe", "--file", "C:\\admin\\targets.txt", "--json"]);
    expect(targetsOf(run)).toEqual(["127.0.0.1:1", "127.0.0.1:2"]);
  });

  test("--file - reads standard input", async () => {
    const run = await windows.runTool(["probe", "--file", "-", "--json"], { stdin: "127.0.0.1:1\r\n" });
    expect(targetsOf(run)).toEqual(["127.0.0.1:1"]);
  });
});

function targetsOf(run: Parameters<typeof documentOf>[0]): readonly string[] {
  const { targets } = documentOf(run).result as { targets: { target: string }[] };
  return targets.map(({ target }) => target);
}
