// Flags, then the configuration file, then defaults: what the commands work with.
import { UsageError } from "../core/errors.ts";
import { formatEndpoint, parseEndpoint, type Endpoint } from "../core/net/endpoint.ts";
import type { FailOn } from "../core/run/verdict.ts";
import { descriptorOf } from "../io/fs/atomic-file.ts";
import { zoneProblem } from "./address-zone.ts";
import { loadConfig, type Config } from "./config.ts";
import type { Format, NetworkFlags, OutputFlags } from "./options.ts";

export type OutputSettings = {
  readonly format: Format;
  readonly output: string | undefined;
  readonly color: boolean;
  readonly failOn: FailOn;
};

export type NetworkSettings = {
  /** Servers that the operator named; empty: the system's. */
  readonly servers: readonly Endpoint[];
  /** Who named them, for messages. */
  readonly serversFrom: "--server" | "the configuration file";
  readonly authoritative: boolean;
  readonly timeoutMs: number;
  /** The budget of one TCP connect. */
  readonly connectTimeoutMs: number;
  readonly retries: number;
  /** Undefined: each command's own default. */
  readonly concurrency: number | undefined;
  readonly families: readonly (4 | 6)[];
  readonly dnsPort: number;
};

const TIMEOUT_MS = 2000;
/** Windows sends the SYN again for some two seconds after a reset, so 'refused' comes late there. */
const CONNECT_TIMEOUT_MS = process.platform === "win32" ? 4000 : TIMEOUT_MS;

export async function outputSettings(flags: OutputFlags): Promise<OutputSettings> {
  return outputSettingsOf(flags, await loadConfig(flags.config));
}

export async function allSettings(
  flags: OutputFlags & NetworkFlags,
): Promise<{ readonly output: OutputSettings; readonly network: NetworkSettings }> {
  const config = await loadConfig(flags.config);
  return { output: outputSettingsOf(flags, config), network: networkSettingsOf(flags, config) };
}

function outputSettingsOf(flags: OutputFlags, config: Config): OutputSettings {
  const short = flags.json ? "json" : flags.ndjson ? "ndjson" : flags.format;
  return {
    format: short ?? config.format ?? "text",
    output: isStandardOutput(flags.output) ? undefined : flags.output,
    color: flags.color && config.color !== false,
    failOn: flags.failOn ?? config["fail-on"] ?? "error",
  };
}

/** Then the report is what stdout shows, and nothing besides. */
function isStandardOutput(output: string | undefined): boolean {
  return output === "-" || (output !== undefined && descriptorOf(output) === 1);
}

function networkSettingsOf(flags: NetworkFlags, config: Config): NetworkSettings {
  return {
    servers: distinct((flags.server ?? config.server ?? []).map(serverOf)),
    serversFrom: flags.server === undefined ? "the configuration file" : "--server",
    authoritative: flags.authoritative ?? config.authoritative ?? false,
    timeoutMs: flags.timeout ?? config.timeout ?? TIMEOUT_MS,
    connectTimeoutMs: flags.timeout ?? config.timeout ?? CONNECT_TIMEOUT_MS,
    retries: flags.retries ?? config.retries ?? 1,
    concurrency: flags.concurrency ?? config.concurrency,
    families: flags.ipv4 ? [4] : flags.ipv6 ? [6] : [4, 6],
    dnsPort: flags.dnsPort ?? config["dns-port"] ?? 53,
  };
}

function distinct(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  return [...new Map(endpoints.map((endpoint) => [formatEndpoint(endpoint), endpoint])).values()];
}

function serverOf(text: string): Endpoint {
  const endpoint = parseEndpoint(text, 53);
  const problem = endpoint.ok ? zoneProblem(endpoint.value.address) : undefined;
  if (problem !== undefined) {
    throw new UsageError(`--server '${text}': ${problem.reason}`, { hint: problem.hint });
  }
  if (endpoint.ok) return endpoint.value;
  throw new UsageError(`--server '${text}': ${endpoint.error}`, {
    hint: "Write a literal address: 192.0.2.53, 192.0.2.53:5353 or '[2001:db8::53]:5353'.",
  });
}
