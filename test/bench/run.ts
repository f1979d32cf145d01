// `npm run bench [-- PART…]`: the tool beside its peers, on this machine, in the same run; prints a Markdown table.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { cpus, tmpdir, totalmem } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { startBind } from "../support/dns-servers/bind.ts";
import { peers } from "../support/peer.ts";
import { compareBinds, missingForBinds } from "./binds.ts";
import { compareDiagnoses } from "./diagnose.ts";
import { compareTerminal } from "./terminal.ts";
import { editZoneFile } from "./zone-file.ts";
import { comparePublishing } from "./publish.ts";
import { compare, markdownTable, rowOf, type Command, type Row } from "./measure.ts";

const MAIN = fileURLToPath(new URL("../../dist/main.js", import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-bench-"));
const NAMES = 5000;
/** 8,192 addresses of loopback. */
const BLOCK = "127.32.0.0/19";

const tool = (name: string, ...args: readonly string[]): Command => ({
  name,
  argv: [process.execPath, MAIN, ...args],
});

async function startUp(): Promise<readonly Row[]> {
  const pair = await compare(
    tool("version", "version"),
    { name: "node -e 0", argv: [process.execPath, "-e", "0"] },
    21,
  );
  return [rowOf("Start of `kms-doctor version`", pair, "≤ 1.8")];
}

async function names(): Promise<readonly Row[]> {
  const owners = Array.from({ length: NAMES }, (_, index) => `d${index}.bench.test`);
  const records = owners.map(
    (owner) => `_vlmcs._tcp.${owner}. 3600 IN SRV 0 0 1688 kms${owner.length % 4}.bench.test.`,
  );
  const hosts = [0, 1, 2, 3].map((index) => `kms${index}.bench.test. 3600 IN A 127.0.0.${index + 1}`);
  const server = await startBind({ zones: [{ apex: "bench.test", records: [...records, ...hosts] }] });
  const { address, port } = server.endpoint;
  const domains = path.join(folder, "domains");
  const queries = path.join(folder, "queries");
  writeFileSync(domains, `${owners.join("\n")}\n`);
  writeFileSync(queries, `${owners.map((owner) => `_vlmcs._tcp.${owner} SRV`).join("\n")}\n`);
  try {
    const pair = await compare(
      tool("discover --file", "discover", "--file", domains, "--server", `${address}:${port}`, "--json"),
      { name: "dig -f", argv: ["dig", "-f", queries, `@${address}`, "-p", String(port)] },
      5,
    );
    return [rowOf(`${NAMES} names at one BIND`, pair, "≤ 0.4")];
  } finally {
    await server.stop();
  }
}

async function connects(): Promise<readonly Row[]> {
  const server = createServer((socket) => socket.on("error", () => socket.destroy()).resume());
  server.listen({ host: "0.0.0.0", port: 0, backlog: 4096 });
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const nmap: Command = { name: "nmap -sT", argv: ["nmap", "-sT", "-Pn", "-n", "-p", String(port), BLOCK] };
  try {
    const pair = await compare(
      tool("probe", "probe", `${BLOCK}:${port}`, "--connect-only", "--json"),
      nmap,
      5,
    );
    return [rowOf("8,192 open endpoints, connect only", pair, "≤ 1.0")];
  } finally {
    server.close();
  }
}

async function binds(): Promise<readonly Row[]> {
  const serve = spawn(
    process.execPath,
    [MAIN, "serve", "--listen", "0.0.0.0:0", "--allow-remote", "--json"],
    {
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  const [line] = (await once(serve.stdout, "data")) as [Buffer];
  const { result } = JSON.parse(line.toString()) as { result: { endpoints: string[] } };
  const port = result.endpoints[0]?.split(":").at(-1) ?? "0";
  try {
    const nmap: Command = { name: "nmap -sT", argv: ["nmap", "-sT", "-Pn", "-n", "-p", port, BLOCK] };
    const pair = await compare(tool("probe", "probe", `${BLOCK}:${port}`, "--json"), nmap, 3);
    return [rowOf("8,192 open endpoints, with the RPC bind (nmap: connect only)", pair, "≤ 3")];
  } finally {
    serve.kill("SIGTERM");
    await once(serve, "exit");
  }
}

type Part = {
  readonly name: string;
  readonly missing: () => readonly string[];
  readonly measure: () => Promise<readonly Row[]>;
};

const needs =
  (...programs: readonly string[]): Part["missing"] =>
  () =>
    peers(...programs).missing;

const PARTS: readonly Part[] = [
  { name: "start", missing: needs("time"), measure: startUp },
  { name: "names", missing: needs("time", "named", "dig"), measure: names },
  { name: "connects", missing: needs("time", "nmap"), measure: connects },
  { name: "probes", missing: needs("time", "nmap"), measure: binds },
  { name: "diagnose", missing: needs("time", "named", "dig"), measure: compareDiagnoses },
  { name: "publish", missing: needs("time", "named", "dig", "nsupdate"), measure: comparePublishing },
  {
    name: "zone-file",
    missing: needs("time", "named-checkzone"),
    measure: () => editZoneFile(folder, (...args) => tool("zone-file", ...args)),
  },
  { name: "terminal", missing: needs("script", "less", "named"), measure: compareTerminal },
  { name: "binds", missing: missingForBinds, measure: compareBinds },
];

const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
const chosen = process.argv.slice(2);
try {
  const unknown = chosen.filter((name) => !PARTS.some((part) => part.name === name));
  if (unknown.length > 0)
    throw new Error(
      `no such part: ${unknown.join(", ")} (there are ${PARTS.map(({ name }) => name).join(", ")})`,
    );
  const rows: Row[] = [];
  for (const { name, missing, measure } of PARTS) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    const lacking = missing();
    if (lacking.length > 0) {
      console.error(`${name}: skipped, this machine lacks ${lacking.join(", ")}`);
      continue;
    }
    const measured = await measure();
    for (const { what, ratio } of measured) console.error(`${what}: ${ratio.toFixed(2)}`);
    rows.push(...measured);
  }
  console.log(`${markdownTable(rows)}\n\nMedian wall time and peak memory; ${machine}.`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
