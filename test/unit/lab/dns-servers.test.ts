import { afterEach, describe, expect, test } from "vitest";
import { EnvironmentError } from "../../../src/core/errors.ts";
import type { DnsHandler } from "../../../src/lab/dns/lab-message.ts";
import type { DnsServer } from "../../../src/lab/dns-server.ts";
import { startDnsServers } from "../../../src/lab/dns-servers.ts";

const silent: DnsHandler = async () => ({ kind: "silence" });
const plan = (address: string) => ({ address, handler: silent, onTrouble: () => undefined });
const running: DnsServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

async function start(...addresses: readonly string[]): Promise<readonly DnsServer["endpoint"][]> {
  const servers = await startDnsServers(addresses.map(plan));
  running.push(...servers);
  return servers.map(({ endpoint }) => endpoint);
}

describe("startDnsServers", () => {
  test("servers at one address have ports of their own", async () => {
    const [one, two] = await start("127.0.0.1", "127.0.0.1");
    expect(two?.port).not.toBe(one?.port);
  });

  test.skipIf(process.platform === "darwin")("servers at different addresses share one port", async () => {
    const [one, two, three] = await start("127.0.0.1", "127.0.0.2", "127.0.0.53");
    expect([two?.port, three?.port]).toEqual([one?.port, one?.port]);
    expect(two?.address).toBe("127.0.0.2");
  });

  test("an address that this machine lacks is told", async () => {
    await expect(start("127.0.0.1", "192.0.2.1")).rejects.toThrow(EnvironmentError);
  });
});
