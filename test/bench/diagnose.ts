// `diagnose` beside bare Node and beside `dig` with as many questions as a diagnosis asks.
import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { startBind } from "../support/dns-servers/bind.ts";
import { compare, rowOf, runOnce, type Command, type Row } from "./measure.ts";

const MAIN = fileURLToPath(new URL("../../dist/main.js", import.meta.url));
const DOMAINS = 500;
const HOSTS = 4;
/** BIND listens on addresses of interfaces only, so not on 127.0.0.2. */
const SECOND_SERVER = "::1";

/** A diagnosis asks its name servers at the port of the first. */
export async function compareDiagnoses(): Promise<readonly Row[]> {
  const kms = await startKms();
  try {
    return [...(await oneDomain(kms.port)), ...(await manyDomains(kms.port))];
  } finally {
    await kms.stop();
  }
}

function diagnose(name: string, port: number, ...args: readonly string[]): Command {
  const words = ["diagnose", ...args, "--dns-port", String(port), "--json"];
  return { name, argv: [process.execPath, MAIN, ...words] };
}

async function oneDomain(kmsPort: number): Promise<readonly Row[]> {
  const zone = {
    apex: "corp.test",
    records: [
      ...[1, 2].map((host) => `_vlmcs._tcp.corp.test. 3600 IN SRV 0 0 ${kmsPort} kms${host}.corp.test.`),
      ...[1, 2].map((host) => `kms${host}.corp.test. 3600 IN A 127.0.0.${host}`),
      "corp.test. 3600 IN NS ns2.corp.test.",
      `ns2.corp.test. 3600 IN AAAA ${SECOND_SERVER}`,
    ],
  };
  const first = await startBind({ zones: [zone] });
  const { address, port } = first.endpoint;
  const second = await startBind({ zones: [zone], address: SECOND_SERVER, port });
  try {
    const servers = ["--server", `${address}:${port}`, "--server", `[${SECOND_SERVER}]:${port}`];
    const pair = await compare(
      diagnose("diagnose", port, "corp.test", ...servers),
      { name: "node -e 0", argv: [process.execPath, "-e", "0"] },
      11,
    );
    return [rowOf("`diagnose` of a healthy domain, 2 servers, 2 hosts", pair, "≤ 3")];
  } finally {
    await second.stop();
    await first.stop();
  }
}

async function manyDomains(kmsPort: number): Promise<readonly Row[]> {
  const statistics = await freePort();
  const names = Array.from({ length: DOMAINS }, (_, index) => `d${index}.bench.test`);
  const records = names.flatMap((domain, index) =>
    Array.from({ length: HOSTS }, (_, host) => [
      `_vlmcs._tcp.${domain}. 3600 IN SRV 0 0 ${kmsPort} kms${host}.${domain}.`,
      `kms${host}.${domain}. 3600 IN A 127.${host + 1}.${index >> 8}.${index & 255 || 1}`,
    ]).flat(),
  );
  const server = await startBind({
    zones: [{ apex: "bench.test", records }],
    statements: `statistics-channels { inet 127.0.0.1 port ${statistics}; };`,
  });
  const silent = createSocket("udp4").bind(0, "127.0.0.1");
  await once(silent, "listening");
  const folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-bench-"));
  const domains = path.join(folder, "domains");
  const queries = path.join(folder, "queries");
  writeFileSync(domains, `${names.join("\n")}\n`);
  const { address, port } = server.endpoint;
  const asked = ["--file", domains, "--server", `${address}:${port}`];
  const ours = diagnose("diagnose --file", port, ...asked);
  try {
    const before = await questionsSeen(statistics);
    await runOnce(ours);
    const questions = (await questionsSeen(statistics)) - before;
    const lines = Array.from(
      { length: questions },
      (_, index) => `_vlmcs._tcp.${names[index % DOMAINS]} SRV`,
    );
    writeFileSync(queries, `${lines.join("\n")}\n`);
    const dig = { name: `dig -f`, argv: ["dig", "-f", queries, `@${address}`, "-p", String(port)] } as const;
    const what = `\`diagnose\` of ${DOMAINS} domains, ${HOSTS} hosts each, beside ${questions} questions of dig`;
    const dead = diagnose(
      "a dead server beside",
      port,
      ...asked,
      "--server",
      `127.0.0.1:${silent.address().port}`,
    );
    return [
      rowOf(what, await compare(ours, dig, 3), "< 250 MB"),
      rowOf("The same with a dead server beside, and without", await compare(dead, ours, 3), ""),
    ];
  } finally {
    silent.close();
    rmSync(folder, { recursive: true });
    await server.stop();
  }
}

/** Queries that BIND has counted since it started. */
async function questionsSeen(port: number): Promise<number> {
  const response = get({ host: "127.0.0.1", port, path: "/json/v1/server" });
  const [incoming] = (await once(response, "response")) as [NodeJS.ReadableStream];
  let text = "";
  for await (const part of incoming.setEncoding("utf8")) text += part;
  const { opcodes } = JSON.parse(text) as { opcodes: { QUERY: number } };
  return opcodes.QUERY;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function startKms(): Promise<{ readonly port: number; readonly stop: () => Promise<void> }> {
  const serve = spawn(
    process.execPath,
    [MAIN, "serve", "--listen", "0.0.0.0:0", "--allow-remote", "--json"],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  const [line] = (await once(serve.stdout, "data")) as [Buffer];
  const { result } = JSON.parse(line.toString()) as { result: { endpoints: string[] } };
  return {
    port: Number(result.endpoints[0]?.split(":").at(-1)),
    stop: async () => {
      serve.kill("SIGTERM");
      await once(serve, "exit");
    },
  };
}
