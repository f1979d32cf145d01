// The prober against services on loopback, each behaving as a row of the decision table says.
import { createServer as createHttpServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { afterEach, describe, expect, test } from "vitest";
import type { ProbeEndpointOptions } from "../../../../src/app/ports.ts";
import type { Endpoint } from "../../../../src/core/net/endpoint.ts";
import type { EndpointOutcome } from "../../../../src/core/net/probe-outcome.ts";
import { systemClock } from "../../../../src/io/host/clock.ts";
import { createProbeEndpoint } from "../../../../src/io/rpc/probe-endpoint.ts";
import { startKmsHost } from "../../../../src/lab/kms-host/kms-host.ts";
import { ACK_THREE, BIND_THREE, NAK_VERSION } from "../../../support/rpc-vectors.ts";
import { closedEndpoint, startTcpService, type TcpService } from "../../../support/tcp-service.ts";

const OPTIONS: ProbeEndpointOptions = { connectTimeoutMs: 5_000, bindTimeoutMs: 5_000, connectOnly: false };
const BRIEF: ProbeEndpointOptions = { ...OPTIONS, bindTimeoutMs: 300 };
const probe = createProbeEndpoint(systemClock);
const never = new AbortController().signal;

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

async function serve(onConnection: (socket: Socket, nth: number) => void): Promise<TcpService> {
  const service = await startTcpService(onConnection);
  stops.push(service.stop);
  return service;
}

async function look(endpoint: Endpoint, options = OPTIONS): Promise<EndpointOutcome> {
  const outcome = await probe(endpoint, options, never);
  if (outcome === null) throw new Error("cancelled");
  return outcome;
}

describe("a DCE/RPC server", () => {
  test.each(["127.0.0.1", "::1"])("the bundled endpoint on %s is KMS", async (address) => {
    const host = await startKmsHost({ address, port: 0 });
    stops.push(host.stop);
    const outcome = await look(host.endpoint);
    expect(outcome).toMatchObject({
      address,
      state: "open",
      code: null,
      rpc: { verdict: "kms", detail: expect.stringContaining("NDR64") },
    });
    expect(outcome.connectMs).not.toBeNull();
    expect(outcome.rpc.bindMs).not.toBeNull();
    expect(host.stats()).toMatchObject({ acceptedBinds: 1, calls: 0 });
  });

  test("without the KMS interface", async () => {
    const host = await startKmsHost({ address: "127.0.0.1", port: 0, hasKms: false });
    stops.push(host.stop);
    expect((await look(host.endpoint)).rpc.verdict).toBe("rpc-not-kms");
  });

  test("that is full says so", async () => {
    const host = await startKmsHost({ address: "127.0.0.1", port: 0, limits: { connections: 0 } });
    stops.push(host.stop);
    expect((await look(host.endpoint)).rpc).toMatchObject({
      verdict: "denied",
      detail: expect.stringContaining("busy"),
    });
  });

  test("that refuses the bind", async () => {
    const { endpoint } = await serve((socket) => socket.end(NAK_VERSION));
    expect((await look(endpoint)).rpc).toMatchObject({
      verdict: "denied",
      detail: expect.stringContaining("reason 4"),
    });
  });

  test("whose answer comes in single octets", async () => {
    const { endpoint } = await serve((socket) => {
      socket.setNoDelay(true);
      for (const octet of ACK_THREE) socket.write(Uint8Array.of(octet));
    });
    expect((await look(endpoint)).rpc.verdict).toBe("kms");
  });

  test("whose answer is cut off", async () => {
    const { endpoint } = await serve((socket) => {
      socket.once("data", () => socket.end(ACK_THREE.subarray(0, 20)));
    });
    expect((await look(endpoint)).rpc).toMatchObject({
      verdict: "malformed",
      detail: expect.stringContaining("20 of 108"),
    });
  });

  test("whose answer stops half-way: the deadline is for all of it", async () => {
    const { endpoint } = await serve((socket) => socket.write(ACK_THREE.subarray(0, 30)));
    expect((await look(endpoint, BRIEF)).rpc).toMatchObject({
      verdict: "malformed",
      detail: expect.stringContaining("30 of 108"),
    });
  });
});

describe("another service", () => {
  test.each([
    ["SSH", "SSH-2.0-test\r\n", "an SSH server"],
    ["SMTP", "220 mx.test ESMTP\r\n", "an SMTP server"],
    ["FTP", "220 FTP ready\r\n", "an FTP server"],
  ])("that speaks first: %s", async (_, line, words) => {
    const { endpoint } = await serve((socket) => socket.write(line));
    expect((await look(endpoint)).rpc).toMatchObject({
      verdict: "not-rpc",
      detail: expect.stringContaining(words),
    });
  });

  test("an HTTP server that answers at once", async () => {
    const server = createHttpServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    stops.push(async () => server.close());
    const { port } = server.address() as AddressInfo;
    expect((await look({ address: "127.0.0.1", port })).rpc).toMatchObject({
      verdict: "not-rpc",
      detail: expect.stringContaining("HTTP/1.1 400"),
    });
  });

  test("an HTTP server that waits for a line is told by a GET", async () => {
    const service = await serve((socket) => {
      socket.on("data", (chunk: Uint8Array) => {
        if (chunk.includes(0x0a)) socket.end("HTTP/1.0 200 OK\r\n\r\n");
      });
    });
    expect((await look(service.endpoint, BRIEF)).rpc).toMatchObject({
      verdict: "not-rpc",
      detail: expect.stringContaining("silent on the bind, then answered a GET"),
      bindMs: null,
    });
    expect(new TextDecoder().decode(service.received[1])).toMatch(
      /^GET \/ HTTP\/1\.0\r\nHost: 127\.0\.0\.1:\d+\r\n/,
    );
  });

  test("a TLS server is told by a ClientHello", async () => {
    // Without a certificate it cannot finish any handshake, and answers with an alert.
    const server = createTlsServer();
    server.on("tlsClientError", (_, socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    stops.push(async () => server.close());
    const { port } = server.address() as AddressInfo;
    expect((await look({ address: "127.0.0.1", port })).rpc).toMatchObject({
      verdict: "not-rpc",
      detail: expect.stringContaining("a TLS server"),
    });
  });

  test("an echo service", async () => {
    const { endpoint } = await serve((socket) => socket.pipe(socket));
    expect((await look(endpoint)).rpc).toMatchObject({
      verdict: "not-rpc",
      detail: expect.stringContaining("echo"),
    });
  });
});

describe("nothing", () => {
  test("silence", async () => {
    const service = await serve(() => {});
    expect((await look(service.endpoint, BRIEF)).rpc).toMatchObject({ verdict: "silent", bindMs: null });
    expect(service.received[0]).toEqual(BIND_THREE);
  });

  test("a close without a word", async () => {
    const { endpoint } = await serve((socket) => socket.end());
    expect((await look(endpoint)).rpc.verdict).toBe("closed");
  });

  test("a reset without a word", async () => {
    const { endpoint } = await serve((socket) => {
      socket.once("data", () => socket.resetAndDestroy());
    });
    expect((await look(endpoint)).rpc).toMatchObject({
      verdict: "closed",
      detail: expect.stringContaining("reset"),
    });
  });

  test("a refused connection", async () => {
    expect(await look(await closedEndpoint())).toMatchObject({
      state: "refused",
      code: "ECONNREFUSED",
      connectMs: expect.any(Number),
      rpc: { verdict: "not-tried", bindMs: null },
    });
  });
});

test("an endless answer is cut at 64 KiB", async () => {
  const { endpoint } = await serve((socket) => {
    const flood = (): void => {
      while (!socket.destroyed && socket.write(new Uint8Array(16_384))) continue;
    };
    socket.on("drain", flood);
    flood();
  });
  expect((await look(endpoint)).rpc.verdict).toBe("not-rpc");
});

test("connect only sends nothing", async () => {
  const service = await serve(() => {});
  const outcome = await look(service.endpoint, { ...OPTIONS, connectOnly: true });
  expect(outcome).toMatchObject({ state: "open", code: null, rpc: { verdict: "not-tried", bindMs: null } });
});

describe("cancelling", () => {
  test("before, while connecting and while waiting for the answer gives null", async () => {
    const service = await serve((socket) => {
      socket.once("data", () => controller.abort());
    });
    const controller = new AbortController();
    expect(await probe(service.endpoint, OPTIONS, AbortSignal.abort())).toBeNull();
    expect(await probe(service.endpoint, OPTIONS, controller.signal)).toBeNull();
  });

  test("during the second look gives null", async () => {
    const controller = new AbortController();
    const service = await serve((socket, nth) => {
      if (nth === 0) socket.end();
      else controller.abort();
    });
    expect(await probe(service.endpoint, OPTIONS, controller.signal)).toBeNull();
  });
});
