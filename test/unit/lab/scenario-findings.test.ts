// Each scenario of the package, seen with the real DNS and RPC clients: exactly the findings that it expects.
import { afterEach, describe, expect, test } from "vitest";
import { discover } from "../../../src/app/discover.ts";
import { probe } from "../../../src/app/probe.ts";
import { ownerNameLabels, withoutTrailingDot } from "../../../src/core/dns/owner-name.ts";
import { kmsOwnerName } from "../../../src/core/kms/service.ts";
import type { RunEvent } from "../../../src/core/run/event.ts";
import { createAskDns } from "../../../src/io/dns/ask-dns.ts";
import { systemClock } from "../../../src/io/host/clock.ts";
import { createSystemRandom } from "../../../src/io/host/random.ts";
import { createProbeEndpoint } from "../../../src/io/rpc/probe-endpoint.ts";
import { lookupInZones } from "../../../src/lab/dns/zone-lookup.ts";
import { type Lab, startLab } from "../../../src/lab/lab.ts";
import { listScenarios } from "../../../src/lab/scenario-files.ts";
import { name } from "../../support/zone-builder.ts";

const SRV = 33;
const ASK = { timeoutMs: 500, retries: 1, recursionDesired: true };
const PORTS = { clock: systemClock, timestamp: () => "2026-11-24T00:00:00Z" };
const families = [4, 6] as const;

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

function ownerOf(domain: string) {
  const owner = kmsOwnerName(name(domain));
  if (!owner.ok) throw new Error(owner.error);
  return owner.value;
}

/** What the zones publish, whether or not the DNS servers tell. */
function publishedTargets(lab: Lab) {
  const answers = lab.domains.flatMap((domain) => {
    const answer = lookupInZones(lab.store.zones(), ownerOf(domain), SRV);
    return answer.kind === "answer" ? answer.answers : [];
  });
  return answers.flatMap((record) => (record.type === "SRV" ? [record] : []));
}

async function findingsOf(events: AsyncGenerator<RunEvent>): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const event of events) if (event.type === "finding-raised") ids.push(event.finding.id);
  return ids;
}

describe("scenarios", async () => {
  test.each(await listScenarios())("$name", async ({ scenario }) => {
    const lab = await startLab(scenario, PORTS);
    const dns = createAskDns({ clock: systemClock, random: createSystemRandom() });
    cleanups.push(dns.close, lab.stop);
    const signal = new AbortController().signal;
    const info = { version: "0", command: "discover" } as const;
    const discovered = await findingsOf(
      discover(
        {
          info,
          domains: lab.domains.map((domain, index) => ({ index, domain, owner: ownerOf(domain) })),
          total: lab.domains.length,
          servers: lab.dnsServers.map((endpoint) => ({ endpoint, role: "given" }) as const),
          ask: ASK,
          families,
          concurrency: 4,
          nameServerPort: null,
          suffixSources: null,
        },
        { ...PORTS, askDns: dns.ask },
        signal,
      ),
    );
    const targets = publishedTargets(lab).filter(({ target }) => ownerNameLabels(target).length > 0);
    const probed = await findingsOf(
      probe(
        {
          info: { ...info, command: "probe" },
          targets: targets.map(({ target, port }, index) => ({
            index,
            target: `${withoutTrailingDot(target)}:${port}`,
            host: { name: target },
            port,
            isBlockMember: false,
          })),
          total: targets.length,
          servers: lab.dnsServers,
          ask: ASK,
          connect: { connectTimeoutMs: 2_000, bindTimeoutMs: 500, connectOnly: false },
          retries: 0,
          families,
          concurrency: 4,
        },
        {
          ...PORTS,
          askDns: dns.ask,
          probeEndpoint: createProbeEndpoint(systemClock),
          hostsFile: () => undefined,
        },
        signal,
      ),
    );
    expect([...new Set([...discovered, ...probed])].toSorted()).toEqual(scenario.expects.toSorted());
  });
});
