// Runs inside fresh network and process namespaces: starts both RPC servers, measures binds a second at each in turn,
// prints them as JSON. What it starts ends with the namespace at the latest.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
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
const OURS = 1688;
const SAMBA = 135;
const BIND = encodeBind(KMS_BIND);
const ROUNDS = 5;
const BINDS = 2000;
const AT_ONCE = 8;
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

async function bindsPerSecond(port: number): Promise<number> {
  let left = BINDS;
  const client = async (): Promise<void> => {
    while (left-- > 0) await bindOnce(port);
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, client));
  return (BINDS * 1000) / (performance.now() - began);
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
  return spawn("samba", ["-i", "-M", "prefork", "-s", configuration, ...settings], { stdio: "ignore" });
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
  started.push(await startSamba(folder), spawn(process.execPath, [MAIN, "serve"], { stdio: "ignore" }));
  await Promise.all([answering(SAMBA), answering(OURS)]);
  const rates = { ours: [] as number[], samba: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    rates.ours.push(await bindsPerSecond(OURS));
    rates.samba.push(await bindsPerSecond(SAMBA));
  }
  process.stdout.write(JSON.stringify({ ours: median(rates.ours), samba: median(rates.samba), rates }));
} finally {
  await Promise.all(started.map(stop));
  rmSync(folder, { recursive: true, force: true });
}
