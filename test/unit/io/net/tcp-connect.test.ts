import { afterEach, describe, expect, test } from "vitest";
import { systemClock } from "../../../../src/io/host/clock.ts";
import { connectTcp } from "../../../../src/io/net/tcp-connect.ts";
import { closedEndpoint, startTcpService, type TcpService } from "../../../support/tcp-service.ts";

const never = new AbortController().signal;
const services: TcpService[] = [];
afterEach(async () => {
  await Promise.all(services.splice(0).map((service) => service.stop()));
});
const serve = async (address?: string): Promise<TcpService> => {
  const service = await startTcpService(() => {}, address);
  services.push(service);
  return service;
};

describe("connectTcp", () => {
  test.each(["127.0.0.1", "::1"])("connects to %s", async (address) => {
    const { endpoint } = await serve(address);
    const result = await connectTcp(endpoint, 5_000, systemClock, never);
    if (result.kind !== "connected") throw new Error(JSON.stringify(result));
    expect(result.connectMs).toBeGreaterThanOrEqual(0);
    expect(result.socket.remoteAddress).toBe(address);
    result.socket.destroy();
  });

  test("tells a refusal with its errno", async () => {
    const result = await connectTcp(await closedEndpoint(), 5_000, systemClock, never);
    expect(result).toMatchObject({ kind: "failed", code: "ECONNREFUSED" });
  });

  test("does not begin when cancelled, and stops when it is", async () => {
    const { endpoint } = await serve();
    expect(await connectTcp(endpoint, 5_000, systemClock, AbortSignal.abort())).toEqual({
      kind: "cancelled",
    });
    const controller = new AbortController();
    const pending = connectTcp(endpoint, 5_000, systemClock, controller.signal);
    controller.abort();
    expect(await pending).toEqual({ kind: "cancelled" });
  });

  test("a name is not resolved", async () => {
    const result = await connectTcp({ address: "localhost", port: 1 }, 5_000, systemClock, never);
    expect(result).toMatchObject({ kind: "failed", code: "EINVAL" });
  });

  test("a thousand at once leave nothing behind", async () => {
    const { endpoint } = await serve();
    const controller = new AbortController();
    const results = await Promise.all(
      Array.from({ length: 1_000 }, () => connectTcp(endpoint, 10_000, systemClock, controller.signal)),
    );
    expect(results.filter(({ kind }) => kind === "connected")).toHaveLength(1_000);
    for (const result of results) if (result.kind === "connected") result.socket.destroy();
  });
});
