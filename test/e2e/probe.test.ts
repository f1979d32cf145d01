import { createServer, type Server, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Finding } from "../../src/core/checks/finding.ts";
import type { ProbeResultDocument } from "../../src/core/run/report.ts";
import { startKmsHost, type KmsHost } from "../../src/lab/kms-host/kms-host.ts";
import { startTestDns, type TestDns } from "../support/lab-dns.ts";
import { documentOf, runTool, type ToolRun } from "../support/run-tool.ts";
import { a } from "../support/zone-builder.ts";

let host: KmsHost;
let port = 0;
const running: { stop: () => Promise<void> }[] = [];

beforeAll(async () => {
  host = await startKmsHost({ address: "127.0.0.1", port: 0 });
  ({ port } = host.endpoint);
});
afterAll(() => host.stop());
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
});

async function dns(records: Parameters<typeof a>[]): Promise<TestDns> {
  const server = await startTestDns({ "corp.test": records.map((record) => a(...record)) });
  running.push(server);
  return server;
}

/** A TCP server of the test; `onConnection` decides what it says. */
async function serve(onConnection: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  running.push({
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

function targetsOf(run: ToolRun): ProbeResultDocument["targets"] {
  return documentOf(run).result["targets"] as ProbeResultDocument["targets"];
}

function findingsOf(run: ToolRun): readonly string[] {
  return (documentOf(run)["findings"] as readonly Finding[]).map(({ id }) => id);
}

describe("probe", () => {
  test("a KMS host: open, kms, with both latencies", async () => {
    const run = await runTool(["probe", `127.0.0.1:${port}`, "--json"]);
    expect(run.code).toBe(0);
    expect(targetsOf(run)).toMatchObject([
      {
        target: `127.0.0.1:${port}`,
        endpoints: [{ address: "127.0.0.1", port, state: "open", code: null, rpc: { verdict: "kms" } }],
      },
    ]);
  });

  test("--connect-only stops after the connect", async () => {
    const before = host.stats().acceptedBinds;
    const run = await runTool(["probe", `127.0.0.1:${port}`, "--connect-only", "--json"]);
    expect(targetsOf(run)[0]?.endpoints[0]?.rpc.verdict).toBe("not-tried");
    expect(host.stats().acceptedBinds).toBe(before);
  });

  test("every address of a name, each with its own state", async () => {
    const { server } = await dns([
      ["kms1.corp.test", "127.0.0.1"],
      ["kms1.corp.test", "127.0.0.77"],
    ]);
    const run = await runTool(["probe", `kms1.corp.test:${port}`, "--server", server, "--json"]);
    expect(targetsOf(run)[0]?.endpoints.map(({ address, state }) => [address, state])).toEqual([
      ["127.0.0.1", "open"],
      ["127.0.0.77", "refused"],
    ]);
    expect(findingsOf(run)).toEqual(["address-partly-dead"]);
    expect(run.code).toBe(0);
  });

  test("a name without an address is exit 1 and says so", async () => {
    const { server } = await dns([]);
    const run = await runTool(["probe", "gone.corp.test", "--server", server]);
    expect(run.code).toBe(1);
    expect(run.stdout).toContain("gone.corp.test:1688  has no address");
  });

  test("localhost is known without asking DNS", async () => {
    const run = await runTool(["probe", `localhost:${port}`, "-4", "--json"]);
    expect(targetsOf(run)[0]).toMatchObject({
      lookup: "found",
      endpoints: [{ address: "127.0.0.1", state: "open" }],
    });
  });

  test.each([
    ["an SSH server", (socket: Socket) => void socket.write("SSH-2.0-OpenSSH_9.9\r\n"), "rpc-not-rpc", /SSH/],
    [
      "an SMTP server",
      (socket: Socket) => void socket.write("220 mail ESMTP\r\n"),
      "rpc-not-rpc",
      /SMTP|FTP/,
    ],
    ["a server that closes", (socket: Socket) => void socket.resume().end(), "rpc-closed", /clos/],
    ["a server that says nothing", (socket: Socket) => void socket.resume(), "rpc-silent", /nothing/],
    [
      "an escape sequence",
      (socket: Socket) => void socket.write("\u001b[31mHACK\u0007"),
      "rpc-not-rpc",
      /the answer begins 1b5b3331/,
    ],
  ])("what else listens: %s", async (_title, onConnection, id, words) => {
    const other = await serve(onConnection);
    const run = await runTool(["probe", `127.0.0.1:${other}`, "--timeout", "500", "--json"]);
    expect(findingsOf(run)).toEqual([id]);
    expect(run.stdout).toMatch(words);
    expect(run.stdout).not.toContain("\u001b");
    expect((await runTool(["probe", `127.0.0.1:${other}`, "--timeout", "500"])).stdout).not.toContain(
      "\u001b",
    );
  });

  test("a block is expanded; what does not answer in it accuses nobody", async () => {
    const run = await runTool(["probe", `127.9.9.0/28:${port}`, `127.0.0.1/32:${port}`, "--json"]);
    expect(targetsOf(run)).toHaveLength(17);
    expect(targetsOf(run).at(-1)).toMatchObject({
      target: `127.0.0.1:${port}`,
      endpoints: [{ state: "open" }],
    });
    expect(findingsOf(run)).toEqual([]);
    expect(run.code).toBe(0);
  });

  test("a large block is summed up for people", async () => {
    const run = await runTool(["probe", `127.9.0.0/24:${port}`]);
    expect(run.stdout).toMatch(/256 endpoints probed\s+256 +refused/);
  });

  test("nothing but the bind is ever sent: the host saw no call", async () => {
    const before = host.stats();
    await runTool(["probe", `127.0.0.1:${port}`, `localhost:${port}`, "-4"]);
    const after = host.stats();
    expect(after.acceptedBinds).toBe(before.acceptedBinds + 2);
    expect(after).toMatchObject({ calls: before.calls, refusedActivations: before.refusedActivations });
  });

  test("few descriptors: fewer at once, and every address still gets its answer", async () => {
    const args = ["probe", `127.9.0.0/22:${port}`, "--connect-only", "--json"];
    const run = await runTool(args, { maxDescriptors: 64 });
    const states = targetsOf(run).map(({ endpoints }) => endpoints[0]?.state);
    expect(states).toEqual(Array(1024).fill("refused"));
  });
});
