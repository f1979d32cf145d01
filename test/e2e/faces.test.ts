// The forms of a report, from the built program: on stdout and in files, with a hostile name from the network.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startKmsHost, type KmsHost } from "../../src/lab/kms-host/kms-host.ts";
import { startTestDns, type TestDns } from "../support/lab-dns.ts";
import { describeWithPeers } from "../support/peer.ts";
import { runTool, type ToolRun } from "../support/run-tool.ts";
import { sarifSchema } from "../support/sarif-schema.ts";
import { a, ns, srv } from "../support/zone-builder.ts";

const SCHEMA = fileURLToPath(new URL("../golden/junit.xsd", import.meta.url));
const HOSTILE = "<script>alert(1)|`](javascript:x)]]>\\027\\226\\128\\174";

const folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-faces-"));
let dns: TestDns;
let host: KmsHost;

beforeAll(async () => {
  host = await startKmsHost({ address: "127.0.0.1", port: 0 });
  const { port } = host.endpoint;
  const owner = "_vlmcs._tcp.";
  dns = await startTestDns({
    "corp.test": [
      ns("corp.test", "ns1.corp.test"),
      a("ns1.corp.test", "127.0.0.1"),
      srv(`${owner}corp.test`, "kms1.corp.test", port),
      a("kms1.corp.test", "127.0.0.1"),
    ],
    "evil.test": [
      ns("evil.test", "ns1.evil.test"),
      a("ns1.evil.test", "127.0.0.1"),
      srv(`${owner}evil.test`, `${HOSTILE}.evil.test`, port),
    ],
    "warn.test": [
      ns("warn.test", "ns1.warn.test"),
      a("ns1.warn.test", "127.0.0.1"),
      srv(`${owner}warn.test`, "kms1.corp.test", port),
      srv(`${owner}warn.test`, "kms1.corp.test", port, 5),
    ],
  });
});

afterAll(async () => {
  await dns.stop();
  await host.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function run(words: readonly string[], ...flags: readonly string[]): Promise<ToolRun> {
  const network = ["--server", dns.server, "--dns-port", String(dns.port), "--timeout", "500"];
  return runTool([...words, ...network, ...flags]);
}

const COMMANDS: readonly (readonly string[])[] = [
  ["discover", "evil.test"],
  ["diagnose", "evil.test"],
  ["probe", "nowhere.corp.test"],
  ["update-policy", "evil.test"],
];

describe.each(COMMANDS.map((words) => [words.join(" "), words] as const))("kms-doctor %s", (_line, words) => {
  test("--format markdown", async () => {
    const { stdout } = await run(words, "--format", "markdown");
    expect(stdout).toMatch(new RegExp(`^# kms-doctor ${words[0]}: `));
    expect(stdout).not.toMatch(/<script|[^\\]\]\(javascript|[\u001b\u202e]/);
  });

  test("--format html", async () => {
    const { stdout } = await run(words, "--format", "html");
    expect(stdout).toMatch(/^<!DOCTYPE html>[\s\S]*<svg class="wide"[\s\S]*<\/html>\n$/);
    expect(stdout).not.toMatch(/<script|[\u001b\u202e]/);
  });

  test("--format sarif", async () => {
    const { stdout } = await run(words, "--format", "sarif");
    expect(sarifSchema.safeParse(JSON.parse(stdout)).error).toBeUndefined();
  });
});

describeWithPeers("--format junit by the schema", ["xmllint"], () => {
  test.each(COMMANDS.map((words) => [words.join(" "), words] as const))(
    "kms-doctor %s",
    async (_line, words) => {
      const { stdout } = await run(words, "--format", "junit");
      const options = { input: stdout, encoding: "utf8" } as const;
      const judged = spawnSync("xmllint", ["--noout", "--schema", SCHEMA, "-"], options);
      expect(judged.stderr).toBe("- validates\n");
    },
  );
});

describe("--output", () => {
  test.each([
    ["markdown", /^# kms-doctor discover: OK\n/],
    ["html", /^<!DOCTYPE html>/],
    ["junit", /^<\?xml /],
    ["sarif", /^\{"\$schema":/],
  ])("%s goes to the file, the text to stdout", async (form, pattern) => {
    const file = path.join(folder, form);
    const { code, stdout } = await run(["discover", "corp.test"], "--format", form, "--output", file);
    expect(code).toBe(0);
    expect(readFileSync(file, "utf8")).toMatch(pattern);
    expect(stdout).toMatch(/^1 note|^2 notes/);
  });

  test("a form is refused where there are no findings", async () => {
    const { code, stderr } = await runTool(["version", "--format", "html"]);
    expect(code).toBe(2);
    expect(stderr).toContain("text, json, ndjson");
  });
});

describe("--nagios", () => {
  const LINE = /^KMS (\w+) - [^|\n]+ \| errors=\d+;;;; warnings=\d+;;;; hosts=\d+;;;; time=\d+\.\d+s;;;;\n$/;

  test.each([
    [["discover", "corp.test"], 0, "OK"],
    [["diagnose", "corp.test"], 0, "OK"],
    [["update-policy", "corp.test"], 0, "OK"],
    [["discover", "warn.test"], 1, "WARNING"],
    [["diagnose", "evil.test"], 2, "CRITICAL"],
    [["discover", "missing.corp.test"], 2, "CRITICAL"],
  ] as const)("%j exits %i with %s", async (words, code, word) => {
    const ended = await run(words, "--nagios");
    expect(LINE.exec(ended.stdout)?.[1]).toBe(word);
    expect(ended.code).toBe(code);
  });

  test.each([
    ["a wrong flag", ["diagnose", "corp.test", "--nagios", "--bogus"]],
    ["a wrong server", ["diagnose", "corp.test", "--nagios", "--server", "nowhere"]],
    ["two forms on one stdout", ["diagnose", "corp.test", "--nagios", "--format=ndjson"]],
  ])("%s is UNKNOWN, not CRITICAL", async (_what, words) => {
    const ended = await runTool(words);
    expect(ended.stdout).toMatch(/^KMS UNKNOWN - [^|\n]+\n$/);
    expect(ended.code).toBe(3);
  });

  test("the report goes to a file beside it", async () => {
    const file = path.join(folder, "report.json");
    const { stdout } = await run(["discover", "corp.test"], "--nagios", "--format=sarif", "--output", file);
    expect(stdout).toMatch(LINE);
    expect(sarifSchema.safeParse(JSON.parse(readFileSync(file, "utf8"))).error).toBeUndefined();
  });
});
