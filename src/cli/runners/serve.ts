// Runs `serve`: listens, says where, logs what comes, until it is stopped.
import { EnvironmentError, UsageError } from "../../core/errors.ts";
import { KMS_PORT } from "../../core/kms/service.ts";
import { parseAddress } from "../../core/net/address.ts";
import { formatEndpoint, parseEndpoint, type Endpoint } from "../../core/net/endpoint.ts";
import type { ChangeResult } from "../../core/run/change-draft.ts";
import { classifyAddress } from "../../core/net/special-purpose.ts";
import { systemClock } from "../../io/host/clock.ts";
import { timestamp } from "../../io/host/timestamp.ts";
import type { KmsHostLogEntry } from "../../lab/kms-host/event.ts";
import { startKmsHost, type KmsHost } from "../../lab/kms-host/kms-host.ts";
import type { ServeFlags } from "../commands/serve.ts";
import { envelope } from "../envelope.ts";
import { EXIT_OK } from "../exit.ts";
import { listenForInterrupt } from "../interrupt.ts";
import type { ServePublication } from "../serve-publication.ts";
import { serveUntilStopped } from "../serve-until-stopped.ts";
import { outputSettings } from "../settings.ts";
import { stderrWriter } from "../writer.ts";

const LOOPBACK_NOTE =
  "this listens on loopback only: other machines find the record, and nothing behind it (--listen, --allow-remote)\n";

export async function runServe(flags: ServeFlags): Promise<number> {
  const settings = await outputSettings(flags);
  const wanted = (flags.listen ?? [`127.0.0.1:${KMS_PORT}`]).map((text) => listenEndpoint(text, flags));
  const publication = await openPublication(wanted, flags);
  let hosts: readonly KmsHost[] = [];
  const stop = async (): Promise<void> => {
    await publication?.unpublish();
    publication?.close();
    await Promise.all(hosts.map((host) => host.stop()));
  };
  let published: ChangeResult | null = null;
  const interrupt = listenForInterrupt();
  try {
    hosts = await startAll(wanted);
    const port = hosts[0]?.endpoint.port ?? KMS_PORT;
    published = (await publication?.publish(port, interrupt.signal)) ?? null;
  } catch (error) {
    await stop();
    throw error;
  } finally {
    interrupt.dispose();
  }
  if (interrupt.signal.aborted) {
    await stop();
    return interrupt.exitCode() ?? EXIT_OK;
  }
  if (published !== null && wanted.every(isLoopback)) void stderrWriter().write(LOOPBACK_NOTE);
  const endpoints = hosts.map((host) => formatEndpoint(host.endpoint));
  const record = published === null ? "" : `${sayPublished(published, flags)}\n`;
  const text = `Listening on ${endpoints.join(", ")}. Binds are answered as a KMS host does; every activation request is refused.\n${record}Ctrl-C stops.\n`;
  const document = envelope("serve", timestamp(), 0, { endpoints, published });
  return serveUntilStopped(settings, document, text, stop);
}

/** Only loaded where a record is to be published. */
async function openPublication(
  wanted: readonly Endpoint[],
  flags: ServeFlags,
): Promise<ServePublication | undefined> {
  if (flags.publish === undefined) {
    refuseFlagsOfPublish(flags);
    return undefined;
  }
  mustHaveOnePort(wanted);
  const { openServePublication } = await import("../serve-publication.ts");
  return openServePublication(flags.publish, flags);
}

function sayPublished({ zone, primary, changes }: ChangeResult, { publish }: ServeFlags): string {
  const where = `${publish}, zone ${zone} at ${primary}`;
  return changes.length === 0
    ? `Published before in ${where}.`
    : `Published in ${where}, until this stops. Clients that find it there are not activated.`;
}

function refuseFlagsOfPublish({ host, key, keyEnv, primary, wait, yes, server }: ServeFlags): void {
  const isGiven = [host, key, keyEnv, primary, wait, yes, server].some((flag) => flag !== undefined);
  if (isGiven)
    throw new UsageError("without --publish nothing is written into DNS, and some flags are for that only", {
      hint: "Add --publish DOMAIN, or leave out --host, --key, --primary, --server, --wait and --yes.",
    });
}

/** A record names one. */
function mustHaveOnePort(wanted: readonly Endpoint[]): void {
  const ports = new Set(wanted.map(({ port }) => port));
  if (ports.size === 1 && (wanted.length === 1 || !ports.has(0))) return;
  throw new UsageError("--publish: a record names one port, and this would listen on several", {
    hint: "Give every --listen the same port.",
  });
}

/** Throws UsageError for what is no endpoint, and for one outside loopback without --allow-remote. */
function listenEndpoint(text: string, { allowRemote }: ServeFlags): Endpoint {
  const isAnyPort = text.endsWith(":0");
  const endpoint = parseEndpoint(isAnyPort ? text.slice(0, -2) : text, KMS_PORT);
  if (!endpoint.ok) {
    throw new UsageError(`--listen '${text}': ${endpoint.error}`, {
      hint: "Write 127.0.0.1:1688 or '[::1]:1688'.",
    });
  }
  if (!isLoopback(endpoint.value) && allowRemote === undefined) {
    throw new UsageError(`--listen '${text}' is reachable from other machines`, {
      hint: "Add --allow-remote if that is what you want; 'kms-doctor help serve' says what it is for.",
    });
  }
  return isAnyPort ? { ...endpoint.value, port: 0 } : endpoint.value;
}

function isLoopback({ address }: Endpoint): boolean {
  const parsed = parseAddress(address);
  return parsed.ok && classifyAddress(parsed.value).class === "loopback";
}

async function startAll(wanted: readonly Endpoint[]): Promise<readonly KmsHost[]> {
  const hosts: KmsHost[] = [];
  for (const endpoint of wanted) {
    try {
      hosts.push(await startKmsHost({ ...endpoint, clock: systemClock, log }));
    } catch (cause) {
      await Promise.all(hosts.map((host) => host.stop()));
      throw new EnvironmentError(
        `can't listen on ${formatEndpoint(endpoint)} (${(cause as NodeJS.ErrnoException).code})`,
        {
          hint: "Another program may use the port; name another one: --listen 127.0.0.1:11688",
          cause,
        },
      );
    }
  }
  return hosts;
}

/** One line on stderr for what a person who watches wants to know. */
function log({ event, peer }: KmsHostLogEntry): void {
  const words = sayEvent(event);
  if (words !== undefined) void stderrWriter().write(`${timestamp()} ${peer} ${words}\n`);
}

function sayEvent(event: KmsHostLogEntry["event"]): string | undefined {
  switch (event.kind) {
    case "bind-accepted":
      return `bind accepted (${event.interface}, ${event.transferSyntax})`;
    case "bind-rejected":
      return "bind answered: no such interface";
    case "bind-nak":
      return `bind refused (reason ${event.reason})`;
    case "activation-refused":
      return "activation request refused";
    case "deadline":
      return `cut: ${event.stage === "idle" ? "idle for too long" : "no complete PDU in time"}`;
    case "over-capacity":
      return "turned away: too many connections";
    default:
      return undefined;
  }
}
