// 5,000 idle connections and slowloris clients do not keep the endpoint from answering a bind.
import { fork } from "node:child_process";
import type { Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { parseEndpoint, type Endpoint } from "../../src/core/net/endpoint.ts";
import { systemClock } from "../../src/io/host/clock.ts";
import { connectTcp } from "../../src/io/net/tcp-connect.ts";
import { createProbeEndpoint } from "../../src/io/rpc/probe-endpoint.ts";
import { startKmsHost } from "../../src/lab/kms-host/kms-host.ts";
import { BIND_NDR } from "../support/rpc-vectors.ts";

const OPTIONS = { connectTimeoutMs: 10_000, bindTimeoutMs: 10_000, connectOnly: false };
const never = new AbortController().signal;
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** In a process of its own, so that each side has its own file descriptors, with default limits. */
async function serveInChild(): Promise<Endpoint> {
  const child = fork(new URL("../support/serve-kms-host.ts", import.meta.url), ["127.0.0.1", "0"], {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    execArgv: [],
  });
  cleanups.push(() => child.kill());
  const line = await new Promise<string>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the endpoint ended with ${code}`)));
    child.stdout?.setEncoding("utf8").once("data", resolve);
  });
  const endpoint = parseEndpoint(line.trim().replace("listening ", ""), 1688);
  if (!endpoint.ok) throw new Error(line);
  return endpoint.value;
}

async function dial(endpoint: Endpoint): Promise<Socket> {
  const result = await connectTcp(endpoint, 30_000, systemClock, never);
  if (result.kind !== "connected") throw new Error(JSON.stringify(result));
  cleanups.push(() => result.socket.destroy());
  // Reading is what notices that the other side has closed.
  return result.socket.resume();
}

describe("the endpoint under load", () => {
  test("answers a bind with 5,000 idle connections open", { timeout: 60_000 }, async () => {
    const endpoint = await serveInChild();
    const sockets: Socket[] = [];
    while (sockets.length < 5_000) {
      const more = await Promise.all(Array.from({ length: 250 }, () => dial(endpoint)));
      sockets.push(...more);
    }
    const outcome = await createProbeEndpoint(systemClock)(endpoint, OPTIONS, never);
    expect(outcome?.rpc.verdict).toBe("kms");
    expect(sockets.filter((socket) => !socket.destroyed && !socket.readableEnded)).toHaveLength(5_000);
  });

  test("cuts 200 slowloris clients at the deadline and answers meanwhile", { timeout: 60_000 }, async () => {
    const host = await startKmsHost({ address: "127.0.0.1", port: 0, limits: { firstPduTimeoutMs: 1_000 } });
    cleanups.push(host.stop);
    const clients = await Promise.all(Array.from({ length: 200 }, () => dial(host.endpoint)));
    const ended = clients.map((client) => new Promise((resolve) => client.once("close", resolve).resume()));
    let sent = 0;
    const drip = setInterval(() => {
      for (const client of clients) if (client.writable) client.write(BIND_NDR.subarray(sent, sent + 1));
      sent += 1;
    }, 50);
    cleanups.push(() => clearInterval(drip));
    const outcome = await createProbeEndpoint(systemClock)(host.endpoint, OPTIONS, never);
    expect(outcome?.rpc.verdict).toBe("kms");
    await Promise.all(ended);
    expect(host.stats()).toMatchObject({ passedDeadlines: 200, acceptedBinds: 1 });
  });
});
