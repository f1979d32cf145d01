// The terminal interface, measured from outside its process: first frame, key to frame while 5,000 hosts stream in, memory and idle CPU.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startBind } from "../support/dns-servers/bind.ts";
import { openPseudoTerminal, type PseudoTerminal } from "../support/pseudo-terminal.ts";
import { median, type Row } from "./measure.ts";

const MAIN = fileURLToPath(new URL("../../dist/main.js", import.meta.url));
const ROUNDS = 11;
const KEYS = 300;
const SIZE = { columns: 120, rows: 40 };
const DOMAINS = 50;
const HOSTS = 100;
const IDLE_SECONDS = 20;

export async function compareTerminal(): Promise<readonly Row[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-bench-"));
  const env = { XDG_CONFIG_HOME: folder, XDG_STATE_HOME: folder };
  const serve = spawn(
    process.execPath,
    [MAIN, "serve", "--listen", "0.0.0.0:0", "--allow-remote", "--json"],
    {
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  try {
    const [text] = (await once(serve.stdout, "data")) as [Buffer];
    const { result } = JSON.parse(text.toString()) as { result: { endpoints: string[] } };
    const kmsPort = Number(result.endpoints[0]?.split(":").at(-1));
    return [
      await firstFrame(env),
      await keyToFrame(folder, env),
      ...(await manyHosts(kmsPort, env)),
      await soak(),
    ];
  } finally {
    serve.kill("SIGTERM");
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Nobody answers at port 1 of loopback: what is measured is the way to the first screen. */
const NOBODY = ["corp.test", "--server", "127.0.0.1:1", "--timeout", "300", "--retries", "0"];

async function firstFrame(env: Readonly<Record<string, string>>): Promise<Row> {
  const ours: number[] = [];
  const peer: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const app = openPseudoTerminal([process.execPath, MAIN, "tui", ...NOBODY], { ...SIZE, env });
    ours.push(await app.until(/1 Overview/));
    app.write("q");
    await app.ended;
    const bare = openPseudoTerminal([process.execPath, "-e", "console.log(1)"], { ...SIZE, env });
    peer.push(await bare.until(/1/));
    await bare.ended;
  }
  // The first round filled the caches.
  const [a, b] = [median(ours.slice(1)), median(peer.slice(1))];
  return row(
    "First frame of the terminal interface",
    `${a.toFixed(0)} ms`,
    `${b.toFixed(0)} ms (node, first line)`,
    a / b,
    "≤ 6",
  );
}

/** Keys with random gaps while nothing else goes on, beside `less` on a file of as many lines. */
async function keyToFrame(folder: string, env: Readonly<Record<string, string>>): Promise<Row> {
  const file = path.join(folder, "lines");
  writeFileSync(file, Array.from({ length: 5000 }, (_, index) => `line ${index + 1}`).join("\n"));
  const less = openPseudoTerminal(["less", file], { ...SIZE, env });
  await less.until(/line 1/);
  const peer = await pressed(less, (index) => new RegExp(`^line ${index + SIZE.rows - 1}$`, "m"));
  less.write("q");
  await less.ended;
  return row("Key to frame of `less`, 5,000 lines, for comparison", "", percentiles(peer), Number.NaN, "");
}

async function manyHosts(kmsPort: number, env: Readonly<Record<string, string>>): Promise<readonly Row[]> {
  const names = Array.from({ length: DOMAINS }, (_, index) => `d${index}.bench.test`);
  const records = names.flatMap((domain, index) =>
    Array.from({ length: HOSTS }, (_, host) => [
      `_vlmcs._tcp.${domain}. 3600 IN SRV 0 0 ${kmsPort} kms${host}.${domain}.`,
      `kms${host}.${domain}. 3600 IN A 127.9.${index}.${host + 1}`,
    ]).flat(),
  );
  const server = await startBind({ zones: [{ apex: "bench.test", records }] });
  const { address, port } = server.endpoint;
  const words = ["--server", `${address}:${port}`, "--dns-port", String(port)];
  try {
    const app = openPseudoTerminal([process.execPath, MAIN, "tui", ...names, ...words], { ...SIZE, env });
    await app.until(/1 Overview/);
    app.write("2");
    await app.until(/Hosts ─.* \d+\/\d+/);
    const times = await pressed(app, (index) => new RegExp(` ${index + 1}/\\d+ ┐`));
    await app.until(/seen /);
    const total = / (\d+)\/(\d+) ┐/.exec(app.screen())?.[2] ?? "?";
    app.write("q");
    await app.ended;
    const watched = openPseudoTerminal([process.execPath, MAIN, "tui", ...names.slice(0, 2), ...words], {
      ...SIZE,
      env,
    });
    await watched.until(/seen /);
    const idle = await idleShare(watched);
    const { rssMegabytes } = await usage(watched);
    watched.write("q");
    await watched.ended;
    return [
      row(
        `Key to frame while ${total} hosts stream in`,
        percentiles(times),
        "",
        quantile(times, 0.99),
        "p99 < 50 ms",
      ),
      row("Idle CPU, 200 hosts shown", `${(idle * 100).toFixed(2)} %`, "", idle * 100, "< 1 %"),
      row("Memory, 200 hosts shown", `${rssMegabytes.toFixed(0)} MB`, "", rssMegabytes, "< 200 MB"),
    ];
  } finally {
    await server.stop();
  }
}

/** Milliseconds from each `j` to the screen that shows it. */
async function pressed(
  terminal: PseudoTerminal,
  expected: (index: number) => RegExp,
): Promise<readonly number[]> {
  const times: number[] = [];
  for (let index = 1; index <= KEYS; index++) {
    // Gaps as of a person who holds no key down; a fixed series, so that runs compare.
    await wait(20 + ((index * 37) % 60));
    const seen = terminal.until(expected(index));
    terminal.write("j");
    times.push(await seen);
  }
  return times;
}

async function idleShare(terminal: PseudoTerminal): Promise<number> {
  const before = await usage(terminal);
  await wait(IDLE_SECONDS * 1000);
  const after = await usage(terminal);
  return (after.cpuSeconds - before.cpuSeconds) / IDLE_SECONDS;
}

/** Of the process itself, as the kernel counts. */
async function usage(
  terminal: PseudoTerminal,
): Promise<{ readonly cpuSeconds: number; readonly rssMegabytes: number }> {
  const pid = await terminal.pid();
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  const [user, system] = [Number(fields[11]), Number(fields[12])];
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "0";
  return { cpuSeconds: (user + system) / 100, rssMegabytes: Number(kilobytes) / 1024 };
}

function percentiles(times: readonly number[]): string {
  const [p50, p90, p99] = [0.5, 0.9, 0.99].map((share) => quantile(times, share).toFixed(1));
  return `p50 ${p50}, p90 ${p90}, p99 ${p99} ms`;
}

function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function row(what: string, ours: string, peer: string, ratio: number, aim: string): Row {
  return { what, ours, peer, ratio, aim };
}

/** Builds the soak as the program is built, and runs it in a process of its own. */
async function soak(): Promise<Row> {
  const folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-bench-"));
  try {
    const { build } = await import("esbuild");
    const outfile = path.join(folder, "soak-app.mjs");
    await build({
      entryPoints: [fileURLToPath(new URL("soak-app.ts", import.meta.url))],
      outdir: folder,
      outExtension: { ".js": ".mjs" },
      // What is loaded only on demand stays apart, as in the program.
      splitting: true,
      bundle: true,
      format: "esm",
      platform: "node",
      jsx: "automatic",
      define: { "process.env.NODE_ENV": '"production"' },
      external: ["react-devtools-core"],
      banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
      logLevel: "warning",
    });
    const child = spawn(process.execPath, [outfile], { stdio: ["ignore", "pipe", "inherit"] });
    let printed = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text));
    await once(child, "close");
    const { runs, mostMegabytes, minutes } = JSON.parse(printed) as {
      readonly runs: number;
      readonly mostMegabytes: number;
      readonly minutes: number;
    };
    const what = `Most memory in ${minutes} minutes of watching 200 hosts (${runs} runs, accelerated)`;
    return row(what, `${mostMegabytes.toFixed(0)} MB`, "", mostMegabytes, "< 200 MB");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
