// Runs inside fresh network and process namespaces: starts both RPC servers, measures each in turn with the same client,
// prints binds a second and CPU time as JSON. What it starts ends with the namespace at the latest.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { encodeBind } from "../../src/core/rpc/bind.ts";
import { KMS_BIND } from "../../src/core/rpc/kms-bind.ts";
import { PTYPE } from "../../src/core/rpc/pdu-header.ts";
import { runProgram } from "../support/run-program.ts";
import { median } from "./measure.ts";

const MAIN = fileURLToPath(new URL("../../dist/main.js", import.meta.url));
const DAEMON = "samba";
const OURS = 1688;
const SAMBA = 135;
const BIND = encodeBind(KMS_BIND);
const ROUNDS = 5;
const BINDS = 2000;
/** Samba's listen queue holds 10 connections, so a second measurement stays below that. */
const AT_ONCE = [8, 32];
const START_MS = 20_000;
const BIND_MS = 5000;

/** Connects, sends one bind, reads the start of the answer, closes. */
function bindOnce(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port, noDelay: true });
    const fail = (why: string): void => {
      socket.destroy();
      reject(new Error(`port ${port}: ${why}`));
    };
    socket.setTimeout(BIND_MS, () => fail("no answer to a bind"));
    socket.once("error", (error) => fail(error.message));
    socket.once("close", () => fail("closed without an answer"));
    socket.once("connect", () => socket.write(BIND));
    socket.once("data", (bytes: Buffer) => {
      // Samba acknowledges the bind and rejects its contexts: it does not have the interface.
      if (bytes[2] !== PTYPE.bindAck) fail(`unexpected answer ${bytes.toString("hex", 0, 16)}`);
      resolve();
      socket.destroy();
    });
  });
}

type Server = { readonly port: number; readonly isOwn: (pid: number) => boolean };
type Sample = { readonly perSecond: number; readonly cpuMicroseconds: number };

async function sample({ port, isOwn }: Server, atOnce: number): Promise<Sample> {
  let left = BINDS;
  const client = async (): Promise<void> => {
    while (left-- > 0) await bindOnce(port);
  };
  const cpuBefore = cpuMicroseconds(isOwn);
  const began = performance.now();
  await Promise.all(Array.from({ length: atOnce }, client));
  const perSecond = (BINDS * 1000) / (performance.now() - began);
  return { perSecond, cpuMicroseconds: (cpuMicroseconds(isOwn) - cpuBefore) / BINDS };
}

/** CPU time of all processes of a server; this namespace's /proc shows nothing but the servers and this program. */
function cpuMicroseconds(isOwn: (pid: number) => boolean): number {
  const pids = readdirSync("/proc").filter((entry) => /^\d+$/.test(entry) && isOwn(Number(entry)));
  const ticks = pids.map((pid) => {
    // proc(5): the name in brackets may hold anything; utime and stime are fields 14 and 15, in hundredths of a second.
    const fields = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ").at(-1)?.split(" ") ?? [];
    return Number(fields[11]) + Number(fields[12]);
  });
  return ticks.reduce((sum, count) => sum + count, 0) * 10_000;
}

async function measure(server: Server, peer: Server, atOnce: number): Promise<readonly [Sample, Sample]> {
  const samples: (readonly [Sample, Sample])[] = [];
  for (let round = 0; round < ROUNDS; round++)
    samples.push([await sample(server, atOnce), await sample(peer, atOnce)]);
  const middle = (index: 0 | 1): Sample => ({
    perSecond: median(samples.map((pair) => pair[index].perSecond)),
    cpuMicroseconds: median(samples.map((pair) => pair[index].cpuMicroseconds)),
  });
  return [middle(0), middle(1)];
}

/** Resolves once binds are answered, and not only connects. */
async function answering(port: number): Promise<void> {
  const deadline = performance.now() + START_MS;
  for (;;) {
    try {
      await bindOnce(port);
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await wait(50);
    }
  }
}

/** Samba's RPC server as of a domain controller: the endpoint mapper on port 135, and nothing else. */
async function startSamba(folder: string): Promise<ChildProcess> {
  const options = ["--realm=LAB.TEST", "--domain=LAB", "--host-name=labdc", "--host-ip=127.0.0.1"];
  const made = await runProgram(
    "samba-tool",
    ["domain", "provision", ...options, "--server-role=dc", "--dns-backend=NONE", `--targetdir=${folder}`],
    { timeoutMs: 60_000 },
  );
  if (made.code !== 0) throw new Error(`samba-tool could not provision: ${made.stderr.slice(-2000)}`);
  const settings = [
    "server services=rpc",
    "dcerpc endpoint servers=epmapper",
    "interfaces=lo",
    "bind interfaces only=yes",
    `log file=${folder}/log`,
    `pid directory=${folder}`,
    `ncalrpc dir=${folder}/ncalrpc`,
  ].map((setting) => `--option=${setting}`);
  const configuration = path.join(folder, "etc", "smb.conf");
  return spawn(DAEMON, ["-i", "-M", "prefork", "-s", configuration, ...settings], { stdio: "ignore" });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  await gone;
}

const folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-samba-"));
const started: ChildProcess[] = [];
try {
  started.push(await startSamba(folder));
  const serve = spawn(process.execPath, [MAIN, "serve"], { stdio: "ignore" });
  started.push(serve);
  const ours = { port: OURS, isOwn: (pid: number) => pid === serve.pid };
  const samba = { port: SAMBA, isOwn: (pid: number) => pid !== serve.pid && pid !== process.pid };
  await Promise.all([answering(SAMBA), answering(OURS)]);
  // A warm-up that is not counted, for both.
  for (const server of [ours, samba]) await sample(server, 8);
  const results = [];
  for (const atOnce of AT_ONCE) {
    const [our, peer] = await measure(ours, samba, atOnce);
    results.push({ atOnce, ours: our, samba: peer });
  }
  process.stdout.write(JSON.stringify(results));
} finally {
  await Promise.all(started.map(stop));
  rmSync(folder, { recursive: true, force: true });
}
