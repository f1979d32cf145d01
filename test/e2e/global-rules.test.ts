import { existsSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { runProgram } from "../support/run-program.ts";
import { checkDocument, checkEvents, documentOf, MAIN, runTool, startTool } from "../support/run-tool.ts";

const folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-rules-"));

describe("version and help", () => {
  test("version, as text and as a document", async () => {
    expect((await runTool(["version"])).stdout).toContain(`kms-doctor ${manifest.version} (node `);
    const run = await runTool(["version", "--json"]);
    expect(documentOf(run).result).toMatchObject({ version: manifest.version, node: process.versions.node });
    expect(run.code).toBe(0);
  });

  test("as NDJSON the report of the last line equals the document", async () => {
    const run = await runTool(["version", "--ndjson"]);
    const last = JSON.parse(run.stdout.trimEnd().split("\n").at(-1) ?? "") as {
      type: string;
      report: object;
    };
    expect(last).toMatchObject({ type: "run-finished", report: { command: "version" } });
  });

  test("no arguments and no terminal: the usage on stderr, exit 2", async () => {
    const run = await runTool([]);
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(run.stderr).toMatch(/^Usage: kms-doctor/);
  });

  test("help goes to stdout, has examples first to last, and fits 80 columns", async () => {
    for (const args of [["help"], ["--help"], ["help", "discover"], ["probe", "--help"], ["help", "lab"]]) {
      const run = await runTool(args);
      expect(run).toMatchObject({ code: 0, stderr: "" });
      expect(run.stdout).toContain("Examples:");
      const longest = Math.max(...run.stdout.split("\n").map((line) => line.length));
      expect(longest, args.join(" ")).toBeLessThanOrEqual(80);
    }
  });
});

describe("--output", () => {
  test("the report goes to the file in its form, stdout shows the text", async () => {
    const file = path.join(folder, "version.json");
    const run = await runTool(["version", "--format", "json", "--output", file]);
    expect(run.stdout).toMatch(/^kms-doctor /);
    checkDocument(readFileSync(file, "utf8"));
  });

  test("an existing file keeps its mode", async () => {
    const file = path.join(folder, "mode.json");
    writeFileSync(file, "old", { mode: 0o600 });
    await runTool(["version", "--json", "--output", file].filter((word) => word !== "--json"));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, "utf8")).toMatch(/^kms-doctor /);
  });

  test.each(["-", "/dev/stdout", "/dev/fd/1"])(
    "%s is stdout, in the form that was asked for",
    async (name) => {
      const run = await runTool(["version", "--json", "--output", name]);
      expect(documentOf(run)["command"]).toBe("version");
    },
  );

  test("/dev/stdout that is a file is not replaced", async () => {
    const file = path.join(folder, "redirected");
    const script = `{ echo before; "$0" "$1" version --output /dev/stdout; echo after; } > "$2"`;
    await runProgram("sh", ["-c", script, process.execPath, MAIN, file]);
    expect(readFileSync(file, "utf8")).toMatch(/^before\nkms-doctor .*\nafter\n$/);
  });

  test("another descriptor is written through, too", async () => {
    const file = path.join(folder, "third");
    const script = `{ echo before >&3; "$0" "$1" version --format json --output /dev/fd/3; } 3> "$2"`;
    const run = await runProgram("sh", ["-c", script, process.execPath, MAIN, file]);
    expect(run.stdout).toMatch(/^kms-doctor /);
    expect(readFileSync(file, "utf8")).toMatch(/^before\n\{"tool":"kms-doctor".*\}\n$/);
  });

  test("a full device is one line and exit 3", async () => {
    for (const args of [["version"], ["probe", "127.0.0.1:1"]]) {
      const run = await runTool([...args, "--output", "/dev/full"]);
      expect(run.code).toBe(3);
      expect(run.stderr).toBe("kms-doctor: can't write '/dev/full' (ENOSPC)\n");
    }
  });

  test("a file gets no colours, even with FORCE_COLOR", async () => {
    const file = path.join(folder, "plain.txt");
    await runTool(["probe", "127.0.0.1:1", "--output", file], { env: { FORCE_COLOR: "1" } });
    expect(readFileSync(file, "utf8")).toMatch(/^1 error\n/);
  });

  test("a device is written through", async () => {
    expect(await runTool(["version", "--output", "/dev/null"])).toMatchObject({ code: 0 });
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
  });
});

describe("streams that can't be written", () => {
  const withRedirection = (redirection: string, ...args: readonly string[]) =>
    runProgram("sh", ["-c", `"$0" "$@" ${redirection}`, process.execPath, MAIN, ...args]);

  test.each([
    ["version", "--json"],
    ["help"],
    ["discover", "--help"],
    ["probe", "127.0.0.1:1"],
    ["probe", "127.0.0.1:1", "--ndjson"],
  ])("stdout: one line on stderr, exit 3 (%s %s)", async (...args) => {
    const run = await withRedirection(">/dev/full", ...args.filter((word) => word !== undefined));
    expect(run.stderr).toBe("kms-doctor: can't write to standard output (ENOSPC)\n");
    expect(run.code).toBe(3);
  });

  test("what failed before stdout did is what is told", async () => {
    const run = await withRedirection(">/dev/full", "nosuch", "--json");
    expect(run.stderr).toMatch(/^kms-doctor: unknown command 'nosuch'/);
    expect(run.code).toBe(2);
  });

  test("stderr: the exit code stays", async () => {
    expect(await withRedirection("2>/dev/full", "nosuch")).toMatchObject({ code: 2, stdout: "" });
    expect((await withRedirection("2>/dev/full", "version")).code).toBe(0);
  });
});

describe("help and schema of subcommands", () => {
  test("help lab start", async () => {
    const run = await runTool(["help", "lab", "start"]);
    expect(run.stdout).toMatch(/^Usage: kms-doctor lab start /);
    expect(run.code).toBe(0);
  });

  test("schema lab start, as two words", async () => {
    const run = await runTool(["schema", "lab", "start"]);
    expect(run.stdout).toBe((await runTool(["schema", "lab start"])).stdout);
    expect(run.code).toBe(0);
  });
});

describe("what is given twice", () => {
  test("is probed once", async () => {
    const run = await runTool(["probe", "127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:1", "--json"]);
    const { targets } = documentOf(run).result as { targets: { target: string }[] };
    expect(targets.map(({ target }) => target)).toEqual(["127.0.0.1:1", "127.0.0.1:2"]);
  });

  test("is asked once", async () => {
    const server = ["--server", "127.0.0.1:1"];
    const run = await runTool(["discover", "a.test", ...server, ...server, "--timeout", "100", "--json"]);
    const { domains } = documentOf(run).result as { domains: { servers: unknown[] }[] };
    expect(domains[0]?.servers).toHaveLength(1);
  });
});

describe("the configuration file", () => {
  test("is found in the XDG folder, and flags win over it", async () => {
    const xdg = mkdtempSync(path.join(tmpdir(), "kms-doctor-xdg-"));
    mkdirSync(path.join(xdg, "kms-doctor"));
    writeFileSync(path.join(xdg, "kms-doctor", "config.yaml"), "format: json\n");
    const env = { XDG_CONFIG_HOME: xdg };
    checkDocument((await runTool(["version"], { env })).stdout);
    expect((await runTool(["version", "--format", "text"], { env })).stdout).toMatch(/^kms-doctor /);
  });
});

describe("colour", () => {
  const args = ["probe", "127.0.0.1:1"];

  test("off for a pipe, on with FORCE_COLOR, off again with --no-color and NO_COLOR", async () => {
    const plain = await runTool(args);
    expect(plain.stdout).not.toContain("\u001b");
    const forced = await runTool(args, { env: { FORCE_COLOR: "1" } });
    expect(forced.stdout).toContain("\u001b[31m");
    expect((await runTool([...args, "--no-color"], { env: { FORCE_COLOR: "1" } })).stdout).not.toContain(
      "\u001b",
    );
    expect((await runTool(args, { env: { FORCE_COLOR: "1", NO_COLOR: "1" } })).stdout).not.toContain(
      "\u001b",
    );
  });

  test("never in JSON", async () => {
    const run = await runTool([...args, "--json"], { env: { FORCE_COLOR: "1" } });
    expect(run.stdout).not.toContain("\u001b");
  });
});

describe("--fail-on", () => {
  test("decides the exit code, not the findings", async () => {
    const args = ["probe", "127.0.0.1:1", "--json"];
    expect((await runTool(args)).code).toBe(1);
    const never = await runTool([...args, "--fail-on", "never"]);
    expect(never.code).toBe(0);
    expect(documentOf(never)["findings"]).toHaveLength(1);
  });
});

describe("interruption", () => {
  let server: Server;
  const connections: Socket[] = [];
  let silent = "";

  beforeAll(async () => {
    // Accepts and never says a word, so that the probe waits for its deadline.
    server = createServer((socket) => {
      connections.push(socket);
      socket.on("error", () => socket.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    silent = `127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  });
  afterAll(() => {
    for (const socket of connections) socket.destroy();
    server.close();
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("%s: what is known is printed, marked partial, exit %i", async (signal, code) => {
    const tool = startTool(["probe", "127.0.0.1:1", silent, "--timeout", "600000", "--ndjson"]);
    await tool.stdoutMatching(/"state":"refused".*\n/);
    tool.child.kill(signal);
    const run = await tool.ended;
    expect(run.code).toBe(code);
    checkEvents(run.stdout);
    const last = JSON.parse(run.stdout.trimEnd().split("\n").at(-1) ?? "") as {
      report: { partial: boolean; result: { targets: { endpoints: unknown[] }[] } };
    };
    expect(last.report.partial).toBe(true);
    expect(last.report.result.targets[0]?.endpoints).toHaveLength(1);
  });

  test("an interrupted run still writes its file", async () => {
    const file = path.join(folder, "partial.json");
    const tool = startTool(["probe", silent, "--timeout", "600000", "--format", "json", "--output", file]);
    await new Promise<void>((resolve) => server.once("connection", () => resolve()));
    tool.child.kill("SIGINT");
    expect((await tool.ended).code).toBe(130);
    expect(existsSync(file)).toBe(true);
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ partial: true });
  });

  test("a reader that goes away ends the run quietly", async () => {
    const tool = startTool(["probe", "127.0.0.1:1", silent, "--timeout", "600000", "--ndjson"]);
    await tool.stdoutMatching(/run-started/);
    tool.child.stdout.destroy();
    tool.child.kill("SIGINT");
    const run = await tool.ended;
    expect(run.stderr).toBe("");
    expect(run.code).toBe(130);
  });
});

describe("lists", () => {
  test("standard input, with comments, blank lines and a byte order mark", async () => {
    const stdin = "\ufeff# hosts\r\n127.0.0.1:1\r\n\r\n127.0.0.1:2 # second\r\n";
    const run = await runTool(["probe", "--file", "-", "--json"], { stdin });
    const { targets } = documentOf(run).result as { targets: { target: string }[] };
    expect(targets.map(({ target }) => target)).toEqual(["127.0.0.1:1", "127.0.0.1:2"]);
  });
});

describe("schema", () => {
  test("every name prints a JSON Schema", async () => {
    const names = (await runTool(["schema"])).stdout.trimEnd().split("\n");
    expect(names).toContain("events");
    for (const name of names) {
      const run = await runTool(["schema", name]);
      expect(JSON.parse(run.stdout), name).toMatchObject({
        $schema: expect.stringContaining("json-schema.org"),
      });
    }
  });
});
