// Each scenario of the package, seen with the real DNS and RPC clients: exactly the findings that it expects.
import { afterEach, describe, expect, test } from "vitest";
import { diagnose } from "../../../src/app/diagnose.ts";
import { kmsOwnerName } from "../../../src/core/kms/service.ts";
import { createAskDns } from "../../../src/io/dns/ask-dns.ts";
import { createSendMessage } from "../../../src/io/dns/send-message.ts";
import { systemClock } from "../../../src/io/host/clock.ts";
import { createSystemRandom } from "../../../src/io/host/random.ts";
import { createProbeEndpoint } from "../../../src/io/rpc/probe-endpoint.ts";
import { startLab } from "../../../src/lab/lab.ts";
import { listScenarios } from "../../../src/lab/scenario-files.ts";
import { collect, findingIds } from "../../support/collect.ts";
import { name } from "../../support/zone-builder.ts";

const PORTS = { clock: systemClock, timestamp: () => "2026-11-24T00:00:00Z" };

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

function ownerOf(domain: string) {
  const owner = kmsOwnerName(name(domain));
  if (!owner.ok) throw new Error(owner.error);
  return owner.value;
}

const scenarios = await listScenarios();

describe("scenarios", () => {
  test.each(scenarios.map((named) => [named.name, named.scenario] as const))(
    "%s",
    async (_name, scenario) => {
      const lab = await startLab(scenario, PORTS);
      const random = createSystemRandom();
      const dns = createAskDns({ clock: systemClock, random });
      const messages = createSendMessage({ clock: systemClock, random });
      cleanups.push(dns.close, messages.close, lab.stop);
      const run = diagnose(
        {
          info: { version: "0", command: "diagnose" },
          domains: lab.domains.map((domain, index) => ({ index, domain, owner: ownerOf(domain) })),
          total: lab.domains.length,
          servers: lab.dnsServers.map((endpoint) => ({ endpoint, role: "given" }) as const),
          ask: { timeoutMs: 500, retries: 1, recursionDesired: true },
          families: [4, 6],
          concurrency: 4,
          nameServerPort: lab.dnsServers[0]?.port ?? 53,
          suffixSources: null,
          connect: { connectTimeoutMs: 2_000, bindTimeoutMs: 500, connectOnly: false },
          retries: 0,
          connects: 8,
          expected: null,
          probesUpdates: true,
        },
        {
          ...PORTS,
          askDns: dns.ask,
          sendMessage: messages.send,
          probeEndpoint: createProbeEndpoint(systemClock),
          random: random.unit,
          announce: () => undefined,
        },
        new AbortController().signal,
      );
      const { report } = await collect(run);
      expect([...new Set(findingIds(report))].toSorted()).toEqual([...scenario.expects].toSorted());
    },
  );
});
