// What all DNS server drivers share: a temporary folder, a free port, a process that is stopped by its id.
import { spawn, type ChildProcess } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Endpoint } from "../../../src/core/net/endpoint.ts";
import { encodeQuery } from "../../../src/core/dns/query.ts";
import { name } from "../facts.ts";

/** A zone with an SOA, one name server at 127.0.0.1, and records as lines with absolute names. */
export type TestZone = { readonly apex: string; readonly records: readonly string[] };

export type DnsServerOptions = {
  readonly zones: readonly TestZone[];
  /** Default: 127.0.0.1. */
  readonly address?: string;
  /** Default: a free one. */
  readonly port?: number;
  /** Added to the environment of the server. */
  readonly env?: Readonly<Record<string, string>>;
};

export type DnsServer = {
  readonly endpoint: Endpoint;
  readonly folder: string;
  /** Everything that the server printed so far. */
  readonly log: () => string;
  readonly stop: () => Promise<void>;
};

export type ServerRecipe = {
  readonly program: string;
  /** Files to be written into the folder before the start, by name. */
  readonly files: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  /** A name whose SOA (or anything else: dnsmasq has no SOA) is answered once the server is ready. */
  readonly readyName: string;
};

const READY_MS = 20_000;
const PROBE_MS = 50;

/** Starts what the recipe says for this folder and endpoint, and waits until it answers. */
export async function startServer(
  options: DnsServerOptions,
  recipe: (folder: string, endpoint: Endpoint) => ServerRecipe,
): Promise<DnsServer> {
  const address = options.address ?? "127.0.0.1";
  const endpoint = { address, port: options.port ?? (await freePort(address)) };
  const folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-dns-"));
  const { program, files, args, readyName } = recipe(folder, endpoint);
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);
  const env = { ...process.env, ...options.env, PATH: `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin` };
  const child = spawn(program, [...args], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (log += text));
  const stop = async (): Promise<void> => {
    await end(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await waitUntilReady(child, endpoint, readyName);
  } catch (cause) {
    await stop();
    throw new Error(`${program} did not start: ${log}`, { cause });
  }
  return { endpoint, folder, log: () => log, stop };
}

/** Master file text of a zone, all names absolute. */
export function zoneText(zone: TestZone): string {
  const head = [
    `${zone.apex}. 3600 IN SOA ns.${zone.apex}. hostmaster.${zone.apex}. 1 3600 900 604800 300`,
    `${zone.apex}. 3600 IN NS ns.${zone.apex}.`,
    `ns.${zone.apex}. 3600 IN A 127.0.0.1`,
  ];
  return `${[...head, ...zone.records].join("\n")}\n`;
}

/** The zone files of a server, by the name `<apex>.zone`. */
export function zoneFiles(zones: readonly TestZone[]): Readonly<Record<string, string>> {
  return Object.fromEntries(zones.map((zone) => [`${zone.apex}.zone`, zoneText(zone)]));
}

/** A port that nothing uses at this address, over UDP and TCP. */
export async function freePort(address: string): Promise<number> {
  for (;;) {
    const tcp = createServer().listen(0, address);
    await once(tcp, "listening");
    const bound = tcp.address();
    const port = typeof bound === "object" && bound !== null ? bound.port : 0;
    const free = await isFreeOverUdp(address, port);
    tcp.close();
    await once(tcp, "close");
    if (free) return port;
  }
}

function isFreeOverUdp(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
    socket.once("error", () => socket.close(() => resolve(false)));
    socket.bind(port, address, () => socket.close(() => resolve(true)));
  });
}

/** Asks again and again until an answer comes that is neither SERVFAIL nor REFUSED. */
function waitUntilReady(child: ChildProcess, endpoint: Endpoint, readyName: string): Promise<void> {
  const socket = createSocket(endpoint.address.includes(":") ? "udp6" : "udp4");
  const question = { name: name(readyName), type: "SOA" } as const;
  const query = encodeQuery({ id: 1, question, recursionDesired: true, ednsUdpSize: null });
  return new Promise<void>((resolve, reject) => {
    const asking = setInterval(() => socket.send(query, endpoint.port, endpoint.address), PROBE_MS);
    const deadline = setTimeout(() => finish(new Error(`no answer within ${READY_MS} ms`)), READY_MS);
    const onExit = (code: number | null): void => finish(new Error(`ended with code ${code}`));
    const finish = (error?: Error): void => {
      clearInterval(asking);
      clearTimeout(deadline);
      child.off("exit", onExit);
      child.off("error", finish);
      socket.close();
      if (error === undefined) resolve();
      else reject(error);
    };
    child.once("exit", onExit);
    child.once("error", finish);
    // A port that is not open yet may be refused by ICMP: the next question tells.
    socket.on("error", () => undefined);
    socket.on("message", (answer) => {
      const rcode = (answer[3] ?? 0) & 0x0f;
      if (rcode === 0 || rcode === 3) finish();
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  const force = setTimeout(() => child.kill("SIGKILL"), 5000);
  await gone;
  clearTimeout(force);
}
