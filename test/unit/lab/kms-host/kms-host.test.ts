// The endpoint on real sockets: deadlines, caps, slow readers, stopping, ports in use.
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { systemClock } from "../../../../src/io/host/clock.ts";
import type { KmsHostLogEntry } from "../../../../src/lab/kms-host/event.ts";
import { startKmsHost, type KmsHost, type KmsHostOptions } from "../../../../src/lab/kms-host/kms-host.ts";
import { fromHex } from "../../../support/hex.ts";
import { bindBytes, context, requestBytes } from "../../../support/rpc-builders.ts";
import { BIND_NDR } from "../../../support/rpc-vectors.ts";
import { MGMT_SYNTAX } from "../../../../src/core/rpc/syntax-id.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function start(options: Partial<KmsHostOptions> = {}): Promise<KmsHost> {
  const host = await startKmsHost({ address: "127.0.0.1", port: 0, ...options });
  cleanups.push(host.stop);
  return host;
}

type Client = { readonly socket: Socket; readonly received: () => Uint8Array; readonly ended: Promise<void> };

function dial(host: KmsHost): Client {
  const socket = connect({ host: host.endpoint.address, port: host.endpoint.port });
  cleanups.push(() => socket.destroy());
  let received = new Uint8Array(0);
  socket.on("data", (chunk: Uint8Array) => (received = Uint8Array.from([...received, ...chunk])));
  const ended = new Promise<void>((resolve) => {
    socket.once("error", () => resolve());
    socket.once("close", () => resolve());
  });
  return { socket, received: () => received, ended };
}

async function until(condition: () => boolean): Promise<void> {
  await expect.poll(condition, { timeout: 15_000, interval: 5 }).toBe(true);
}

describe("deadlines", () => {
  test("half a header and then silence is cut", async () => {
    const host = await start({ limits: { firstPduTimeoutMs: 100 } });
    const client = dial(host);
    client.socket.write(BIND_NDR.subarray(0, 8));
    await client.ended;
    expect(client.received().length).toBe(0);
    await until(() => host.stats().openConnections === 0);
    expect(host.stats().passedDeadlines).toBe(1);
  });

  test("a drip does not extend the first deadline", async () => {
    const host = await start({ limits: { firstPduTimeoutMs: 200 } });
    const client = dial(host);
    let sent = 0;
    const drip = setInterval(() => client.socket.write(BIND_NDR.subarray(sent, ++sent)), 20);
    cleanups.push(() => clearInterval(drip));
    await client.ended;
    expect(host.stats()).toMatchObject({ passedDeadlines: 1, acceptedBinds: 0 });
  });

  test("an idle bound connection is cut", async () => {
    const host = await start({ limits: { idleTimeoutMs: 100 } });
    const client = dial(host);
    client.socket.write(BIND_NDR);
    await client.ended;
    expect(client.received().length).toBe(60);
    expect(host.stats()).toMatchObject({ passedDeadlines: 1, acceptedBinds: 1 });
  });

  test("a refused client that goes on sending is cut after the drain", async () => {
    const host = await start({ limits: { drainTimeoutMs: 100 } });
    const client = dial(host);
    const flood = setInterval(() => client.socket.write("garbage garbage garbage"), 10);
    cleanups.push(() => clearInterval(flood));
    await client.ended;
    expect(client.received().length).toBe(24);
  });
});

describe("caps", () => {
  test("beyond the cap some are told and the rest are cut", async () => {
    const host = await start({ limits: { connections: 1, busyReplies: 1 } });
    const first = dial(host);
    first.socket.write(BIND_NDR);
    await until(() => host.stats().acceptedBinds === 1);
    const second = dial(host);
    await until(() => host.stats().busyConnections === 1);
    await dial(host).ended;
    second.socket.write(BIND_NDR);
    await second.ended;
    expect(second.received().subarray(16, 18)).toEqual(fromHex("0200"));
    expect(host.stats()).toMatchObject({ cutConnections: 1, busyConnections: 1 });
    first.socket.destroy();
    await until(() => host.stats().openConnections === 0);
    const again = dial(host);
    again.socket.write(BIND_NDR);
    await until(() => host.stats().acceptedBinds === 2);
  });

  test("a client that does not read is not read either, and gets all its answers once it does", async () => {
    const calls = 200_000;
    const limits = { unsentLength: 1_024, callsPerConnection: calls, pdusPerConnection: calls + 1 };
    const host = await start({ limits });
    const socket = connect({ host: host.endpoint.address, port: host.endpoint.port });
    cleanups.push(() => socket.destroy());
    let received = 0;
    socket.on("data", (chunk: Uint8Array) => (received += chunk.length)).pause();
    socket.write(bindBytes({ contexts: [context(0, MGMT_SYNTAX)] }));
    const request = requestBytes();
    const all = new Uint8Array(calls * request.length);
    for (let nth = 0; nth < calls; nth++) all.set(request, nth * request.length);
    socket.write(all);
    // The kernel's buffers take much; when the count stands still, they are full and the host has stopped reading.
    let before = 0;
    await expect
      .poll(
        () => {
          const isStill = host.stats().calls === before && before > 0;
          before = host.stats().calls;
          return isStill;
        },
        { timeout: 15_000, interval: 100 },
      )
      .toBe(true);
    expect(before).toBeLessThan(calls);
    socket.resume();
    // 60 octets of bind_ack, 88 of each answer.
    await until(() => received === 60 + calls * 88);
    expect(host.stats().calls).toBe(calls);
  });
});

describe("a half-closing client", () => {
  test("still gets its answer", async () => {
    const host = await start();
    const client = dial(host);
    client.socket.end(BIND_NDR);
    await client.ended;
    expect(client.received().length).toBe(60);
    await until(() => host.stats().openConnections === 0);
  });
});

test("the port in use is an error with its code", async () => {
  const host = await start();
  await expect(startKmsHost({ address: "127.0.0.1", port: host.endpoint.port })).rejects.toMatchObject({
    code: "EADDRINUSE",
  });
});

test("stop ends open connections and frees the port", async () => {
  const host = await start();
  const client = dial(host);
  client.socket.write(BIND_NDR);
  await until(() => client.received().length === 60);
  await host.stop();
  await client.ended;
  const again = await start({ port: host.endpoint.port });
  expect(again.endpoint).toEqual(host.endpoint);
});

test("the log tells what happened, with the peer and the time", async () => {
  const entries: KmsHostLogEntry[] = [];
  const host = await start({ log: (entry) => entries.push(entry), clock: systemClock });
  const client = dial(host);
  client.socket.write(BIND_NDR);
  client.socket.write(requestBytes({ stub: fromHex("00000000 00000000") }));
  client.socket.end();
  await client.ended;
  await until(() => host.stats().openConnections === 0);
  expect(entries.map(({ event }) => event.kind)).toEqual([
    "accepted",
    "bind-accepted",
    "call",
    "activation-refused",
    "closed",
  ]);
  for (const { peer, atMs } of entries) {
    expect(peer).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(atMs).toBeGreaterThan(0);
  }
  expect(host.stats()).toMatchObject({ refusedActivations: 1, calls: 1 });
});
