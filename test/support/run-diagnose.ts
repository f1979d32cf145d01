// Runs `diagnose` in this process with the real DNS and RPC clients, against servers on loopback.
import { diagnose } from "../../src/app/diagnose.ts";
import { kmsOwnerName } from "../../src/core/kms/service.ts";
import type { Endpoint } from "../../src/core/net/endpoint.ts";
import type { ReportDocument } from "../../src/core/run/report.ts";
import { createAskDns } from "../../src/io/dns/ask-dns.ts";
import { createSendMessage } from "../../src/io/dns/send-message.ts";
import { systemClock } from "../../src/io/host/clock.ts";
import { createSystemRandom } from "../../src/io/host/random.ts";
import { createProbeEndpoint } from "../../src/io/rpc/probe-endpoint.ts";
import { collect, findingIds } from "./collect.ts";
import { name } from "./facts.ts";

export type DiagnosedNetwork = {
  readonly domains: readonly string[];
  /** The servers that clients ask. */
  readonly servers: readonly Endpoint[];
  /** Where name servers learnt from DNS are. */
  readonly nameServerPort: number;
};

export async function runDiagnose(network: DiagnosedNetwork): Promise<ReportDocument> {
  const random = createSystemRandom();
  const dns = createAskDns({ clock: systemClock, random });
  const messages = createSendMessage({ clock: systemClock, random });
  const run = diagnose(
    {
      info: { version: "0", command: "diagnose" },
      domains: network.domains.map((domain, index) => ({ index, domain, owner: ownerOf(domain) })),
      total: network.domains.length,
      servers: network.servers.map((endpoint) => ({ endpoint, role: "given" }) as const),
      ask: { timeoutMs: 500, retries: 1, recursionDesired: true },
      families: [4, 6],
      concurrency: 4,
      nameServerPort: network.nameServerPort,
      suffixSources: null,
      connect: { connectTimeoutMs: 2_000, bindTimeoutMs: 500, connectOnly: false },
      retries: 0,
      connects: 8,
      expected: null,
      probesUpdates: true,
    },
    {
      clock: systemClock,
      timestamp: () => "2026-11-24T00:00:00Z",
      askDns: dns.ask,
      sendMessage: messages.send,
      probeEndpoint: createProbeEndpoint(systemClock),
      readNeighbour: () => Promise.resolve("unknown"),
      random: random.unit,
      announce: () => undefined,
    },
    new AbortController().signal,
  );
  try {
    return (await collect(run)).report;
  } finally {
    dns.close();
    messages.close();
  }
}

/** The ids of its findings, each once, sorted. */
export async function diagnosedIds(network: DiagnosedNetwork): Promise<readonly string[]> {
  return [...new Set(findingIds(await runDiagnose(network)))].toSorted();
}

function ownerOf(domain: string): ReturnType<typeof name> {
  const owner = kmsOwnerName(name(domain));
  if (!owner.ok) throw new Error(owner.error);
  return owner.value;
}
