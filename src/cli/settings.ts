// Flags, then the configuration file, then defaults: what the commands work with.
import { UsageError } from "../core/errors.ts";
import { formatEndpoint, parseEndpoint, type Endpoint } from "../core/net/endpoint.ts";
import type { FailOn } from "../core/run/verdict.ts";
import { descriptorOf } from "../io/fs/atomic-file.ts";
import { zoneProblem } from "./address-zone.ts";
import { loadConfig, type Config } from "./config.ts";
import type { NetworkFlags, OutputFlags, ReportFlags } from "./options.ts";
import { DOCUMENT_FORMS, REPORT_FORMS, type DocumentForm, type Format } from "./report-forms.ts";

export type OutputSettings<Form extends Format = Format> = {
  readonly format: Form;
  readonly output: string | undefined;
  readonly color: boolean;
  readonly failOn: FailOn;
};

export type ReportSettings = OutputSettings & {
  /** stdout shows one line for a monitoring system, and the exit code is its state. */
  readonly nagios: boolean;
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

/** For commands without findings. */
export async function outputSettings(flags: OutputFlags): Promise<OutputSettings<DocumentForm>> {
  return outputSettingsOf(flags, await loadConfig(flags.config), DOCUMENT_FORMS);
}

export async function allSettings(
  flags: ReportFlags & NetworkFlags,
): Promise<{ readonly output: ReportSettings; readonly network: NetworkSettings }> {
  const config = await loadConfig(flags.config);
  return { output: reportSettingsOf(flags, config), network: networkSettingsOf(flags, config) };
}

function reportSettingsOf(flags: ReportFlags, config: Config): ReportSettings {
  const settings = outputSettingsOf(flags, config, REPORT_FORMS);
  const form = namedForm(flags);
  if (flags.nagios && form !== undefined && settings.output === undefined) {
    throw new UsageError(`--nagios prints its one line where the ${form} report would stand`, {
      hint: "Name a file for the report with --output FILE, or leave one of them out.",
    });
  }
  return { ...settings, nagios: flags.nagios ?? false };
}

function namedForm(flags: OutputFlags): Format | undefined {
  return flags.json ? "json" : flags.ndjson ? "ndjson" : flags.format;
}

/** A form of the configuration file that this command has no report for gives way to text. */
function outputSettingsOf<Form extends Format>(
  flags: OutputFlags,
  config: Config,
  forms: readonly Form[],
): OutputSettings<Form | "text"> {
  const wanted = namedForm(flags) ?? config.format;
  return {
    format: forms.find((form) => form === wanted) ?? "text",
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
