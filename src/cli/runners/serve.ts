// Runs `serve`: listens, says where, logs what comes, until it is stopped.
import { EnvironmentError, UsageError } from "../../core/errors.ts";
import { KMS_PORT } from "../../core/kms/service.ts";
import { parseAddress } from "../../core/net/address.ts";
import { formatEndpoint, parseEndpoint, type Endpoint } from "../../core/net/endpoint.ts";
import { classifyAddress } from "../../core/net/special-purpose.ts";
import { systemClock } from "../../io/host/clock.ts";
import { timestamp } from "../../io/host/timestamp.ts";
import type { KmsHostLogEntry } from "../../lab/kms-host/event.ts";
import { startKmsHost, type KmsHost } from "../../lab/kms-host/kms-host.ts";
import type { ServeFlags } from "../commands/serve.ts";
import { envelope } from "../envelope.ts";
import { serveUntilStopped } from "../serve-until-stopped.ts";
import { outputSettings } from "../settings.ts";
import { stderrWriter } from "../writer.ts";

export async function runServe(flags: ServeFlags): Promise<number> {
  const settings = await outputSettings(flags);
  const wanted = (flags.listen ?? [`127.0.0.1:${KMS_PORT}`]).map((text) => listenEndpoint(text, flags));
  const hosts = await startAll(wanted);
  const endpoints = hosts.map((host) => formatEndpoint(host.endpoint));
  const text = `Listening on ${endpoints.join(", ")}. Binds are answered as a KMS host does; every activation request is refused.\nCtrl-C stops.\n`;
  return serveUntilStopped(settings, envelope("serve", timestamp(), 0, { endpoints }), text, async () => {
    await Promise.all(hosts.map((host) => host.stop()));
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
  const address = parseAddress(endpoint.value.address);
  const isLoopback = address.ok && classifyAddress(address.value).class === "loopback";
  if (!isLoopback && allowRemote === undefined) {
    throw new UsageError(`--listen '${text}' is reachable from other machines`, {
      hint: "Add --allow-remote if that is what you want; 'kms-doctor help serve' says what it is for.",
    });
  }
  return isAnyPort ? { ...endpoint.value, port: 0 } : endpoint.value;
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
