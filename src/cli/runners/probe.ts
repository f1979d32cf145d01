// Runs `probe`.
import type { HostDns } from "../../app/ports.ts";
import { probe } from "../../app/probe.ts";
import { UsageError } from "../../core/errors.ts";
import { KMS_PORT } from "../../core/kms/service.ts";
import { createAskDns } from "../../io/dns/ask-dns.ts";
import { systemClock } from "../../io/host/clock.ts";
import { createSystemRandom } from "../../io/host/random.ts";
import { createHostEnvironment } from "../../io/host/host-environment.ts";
import { createReadNeighbour } from "../../io/host/neighbour.ts";
import { readHostsFile } from "../../io/host/hosts-file.ts";
import { preferSmallMemory } from "../../io/host/small-memory.ts";
import { timestamp } from "../../io/host/timestamp.ts";
import { createProbeEndpoint } from "../../io/rpc/probe-endpoint.ts";
import type { ProbeFlags } from "../commands/probe.ts";
import { askOptions, readHostDns, serversToAsk } from "../dns-ports.ts";
import { MOST_TARGETS } from "../options.ts";
import { readList, wordsOf, type WordList } from "../read-lines.ts";
import { runCommand } from "../run-command.ts";
import { allSettings, type NetworkSettings } from "../settings.ts";
import { targetInputs } from "../target-inputs.ts";
import { VERSION } from "../version.ts";

/** Connects under way at once; fewer where the machine runs short of sockets. */
const CONCURRENCY = 512;
const MAX_TARGETS = 65_536;

export async function runProbe(targets: readonly string[], flags: ProbeFlags): Promise<number> {
  const { output, network } = await allSettings(flags);
  const words = await targetWords(targets, flags);
  const list = targetInputs(words, {
    port: flags.port ?? KMS_PORT,
    maxTargets: flags.maxTargets ?? MAX_TARGETS,
    mostTargets: MOST_TARGETS,
    families: network.families,
  });
  const hostsFile = list.hasNames && network.servers.length === 0 ? await readHostsFile() : () => undefined;
  const servers = list.hasNames ? await resolversOf(network) : [];
  preferSmallMemory(list.total);
  const dns = createAskDns({ clock: systemClock, random: createSystemRandom() });
  return runCommand(output, (signal) =>
    probe(
      {
        info: { version: VERSION, command: "probe" },
        targets: list.targets(),
        total: list.total,
        servers,
        ask: askOptions(network),
        connect: {
          connectTimeoutMs: network.connectTimeoutMs,
          bindTimeoutMs: network.timeoutMs,
          connectOnly: flags.connectOnly ?? false,
        },
        retries: network.retries,
        families: network.families,
        concurrency: network.concurrency ?? CONCURRENCY,
      },
      {
        askDns: dns.ask,
        probeEndpoint: createProbeEndpoint(systemClock),
        readNeighbour: createReadNeighbour(createHostEnvironment()),
        hostsFile,
        clock: systemClock,
        timestamp,
      },
      signal,
    ),
  ).finally(() => dns.close());
}

/** Without any DNS server a name of the hosts file can still be probed, so that is no failure here. */
async function resolversOf(network: NetworkSettings): ReturnType<typeof serversToAsk> {
  const host = (): Promise<HostDns> => readHostDns(new AbortController().signal);
  if (network.servers.length > 0) return serversToAsk(network, host);
  const known = await host();
  return known.servers.length === 0 ? [] : serversToAsk(network, () => Promise.resolve(known));
}

async function targetWords(targets: readonly string[], flags: ProbeFlags): Promise<WordList> {
  if (flags.file !== undefined && targets.length > 0) {
    throw new UsageError("targets were given both as words and with --file", { hint: "Use one of the two." });
  }
  if (flags.file !== undefined) return readList(flags.file, "--file");
  if (targets.length > 0) return wordsOf(targets);
  throw new UsageError("no target was given", { hint: "Try: kms-doctor probe kms1.corp.example" });
}
