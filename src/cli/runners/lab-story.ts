// Runs `lab` and `demo`: starts an embedded lab, tells the story on it, and stops it whatever happens.
import { discover } from "../../app/discover.ts";
import { labStory, type LabStoryPorts } from "../../app/lab-story.ts";
import { probe } from "../../app/probe.ts";
import { publish } from "../../app/publish/publish.ts";
import type { PublishPorts } from "../../app/publish/publish-ports.ts";
import { InvariantError } from "../../core/errors.ts";
import { parseOwnerName, type OwnerName } from "../../core/dns/owner-name.ts";
import { kmsOwnerName } from "../../core/kms/service.ts";
import { createAskDns } from "../../io/dns/ask-dns.ts";
import { systemClock } from "../../io/host/clock.ts";
import { createSystemRandom } from "../../io/host/random.ts";
import { timestamp } from "../../io/host/timestamp.ts";
import { createProbeEndpoint } from "../../io/rpc/probe-endpoint.ts";
import { startLab, type Lab } from "../../lab/lab.ts";
import { loadScenario } from "../../lab/scenario-files.ts";
import { openLabChange } from "../lab-change.ts";
import type { OutputFlags } from "../options.ts";
import { runCommand } from "../run-command.ts";
import { outputSettings } from "../settings.ts";
import { VERSION } from "../version.ts";
import { wishFor } from "../wish-inputs.ts";

/** A host that works and that nobody has published, in a zone that takes updates. */
const STORY_SCENARIO = "publish-open";
const TIMEOUT_MS = 2000;
const ASK = { timeoutMs: TIMEOUT_MS, retries: 1, recursionDesired: true };
const CONNECT = { connectTimeoutMs: TIMEOUT_MS, bindTimeoutMs: TIMEOUT_MS, connectOnly: false };

export async function runLabStory(command: "lab" | "demo", flags: OutputFlags): Promise<number> {
  const settings = await outputSettings(flags);
  const { scenario } = await loadScenario(STORY_SCENARIO);
  const lab = await startLab(scenario, { clock: systemClock });
  const dns = createAskDns({ clock: systemClock, random: createSystemRandom() });
  const change = openLabChange();
  try {
    return await runCommand(settings, (signal) =>
      labStory({ version: VERSION, command }, storyPorts(lab, dns.ask, change.ports), signal),
    );
  } finally {
    dns.close();
    change.close();
    await lab.stop();
  }
}

function storyPorts(
  lab: Lab,
  askDns: ReturnType<typeof createAskDns>["ask"],
  changePorts: PublishPorts,
): LabStoryPorts {
  const [host] = lab.hosts;
  const [domainText] = lab.domains;
  if (host === undefined || domainText === undefined)
    throw new InvariantError("the story's scenario has no host or domain");
  const domain = nameOf(domainText);
  const owner = kmsOwnerName(domain);
  if (!owner.ok) throw new InvariantError(owner.error);
  const hostName = `${host.name}.${domainText}`;
  const target = nameOf(hostName);
  const wish = wishFor(domain, target, { port: host.port, priority: 0, weight: 0, ttlSeconds: undefined });
  const base = { clock: systemClock, timestamp };
  const servers = lab.dnsServers.map((endpoint) => ({ endpoint, role: "given" }) as const);
  const change = (kind: "publish" | "unpublish", signal: AbortSignal) =>
    publish(
      {
        info: { version: VERSION, command: kind },
        servers: lab.dnsServers,
        primary: null,
        port: lab.dnsPort,
        families: [4, 6],
        options: ASK,
        waitMs: TIMEOUT_MS,
        isDryRun: false,
        wish,
        goal: kind === "publish" ? { kind, replaces: false } : { kind, selector: wish },
        addresses: [],
        confirmedZone: null,
      },
      changePorts,
      signal,
    );
  return {
    ...base,
    domain: domainText,
    target: `${hostName}:${host.port}`,
    publish: (signal) => change("publish", signal),
    unpublish: (signal) => change("unpublish", signal),
    stopHost: host.stop,
    startHost: host.start,
    discover: (signal) =>
      discover(
        {
          info: { version: VERSION, command: "discover" },
          domains: [{ index: 0, domain: domainText, owner: owner.value }],
          total: 1,
          servers,
          ask: ASK,
          families: [4, 6],
          concurrency: 1,
          nameServerPort: null,
          suffixSources: null,
        },
        { ...base, askDns },
        signal,
      ),
    probe: (signal) =>
      probe(
        {
          info: { version: VERSION, command: "probe" },
          targets: [
            {
              index: 0,
              target: `${hostName}:${host.port}`,
              host: { name: target },
              port: host.port,
              isBlockMember: false,
            },
          ],
          total: 1,
          servers,
          ask: ASK,
          connect: CONNECT,
          retries: 1,
          families: [4, 6],
          concurrency: 4,
        },
        {
          ...base,
          askDns,
          probeEndpoint: createProbeEndpoint(systemClock),
          hostsFile: () => undefined,
          readNeighbour: () => Promise.resolve("unknown"),
        },
        signal,
      ),
  };
}

function nameOf(text: string): OwnerName {
  const name = parseOwnerName(text);
  if (!name.ok) throw new InvariantError(`the scenario's name '${text}': ${name.error}`);
  return name.value;
}
