// A Samba domain controller for corp.test with its internal DNS server, in a network namespace of its own; needs root.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openLoopbackNamespace } from "../loopback-namespace.ts";
import { runProgram } from "../run-program.ts";

export type UpdateMode = "secure only" | "nonsecure" | "disabled";

export type SambaAd = {
  /** The address of its DNS server, port 53, inside the namespace. */
  readonly address: string;
  /** Its files; `private/sam.ldb` is the database. */
  readonly folder: string;
  /** A command that runs the rest inside. */
  readonly enter: readonly string[];
  /** Runs a program inside; throws with its output when it fails. */
  readonly run: (command: string, ...args: readonly string[]) => Promise<string>;
  /** Every DNS object of the directory with its update sequence number: it gives no zone transfers. */
  readonly dump: () => Promise<string>;
  /** Starts the server anew with this setting of `allow dns updates`. */
  readonly restart: (mode: UpdateMode) => Promise<void>;
  readonly close: () => Promise<void>;
};

const ADDRESS = "10.53.0.1";
const READY_MS = 30_000;

/** Provisioning takes some five seconds. Call `restart` before anything else. */
export async function openSambaAd(): Promise<SambaAd> {
  const namespace = await openLoopbackNamespace("dc1");
  const folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-samba-"));
  let server: ChildProcess | undefined;

  const run: SambaAd["run"] = async (command, ...args) => {
    const [program = "", ...rest] = [...namespace.enter, command, ...args];
    const { code, stdout, stderr } = await runProgram(program, rest, { timeoutMs: 60_000 });
    if (code !== 0) throw new Error(`${command} ended with ${code}: ${stdout}${stderr}`);
    return stdout;
  };
  const stop = async (): Promise<void> => {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, "exit");
    // The process id namespace goes with its first process, and with it every child of the server. The launcher ends
    // after all of them; were it killed itself, nobody would wait for those that still write.
    const first = firstChildOf(server.pid);
    if (first === undefined) server.kill("SIGKILL");
    else process.kill(first, "SIGKILL");
    await gone;
  };
  const close = async (): Promise<void> => {
    await stop();
    await namespace.close();
    rmSync(folder, { recursive: true, force: true });
  };
  const restart = async (mode: UpdateMode): Promise<void> => {
    await stop();
    const settings = path.join(folder, "etc", "smb.conf");
    writeFileSync(settings, withMode(readFileSync(settings, "utf8"), folder, mode));
    const wrapped = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc"];
    const samba = ["samba", "-i", "--no-process-group", `--configfile=${settings}`];
    const [program = "", ...args] = [...namespace.enter, ...wrapped, ...samba];
    server = spawn(program, args, { stdio: ["pipe", "ignore", "ignore"] });
    await waitForDns(run);
    await waitForLogon(run);
  };

  try {
    await run("ip", "addr", "add", `${ADDRESS}/32`, "dev", "lo");
    const provision = ["domain", "provision", "--use-rfc2307", "--realm=CORP.TEST", "--domain=CORP"];
    const role = ["--server-role=dc", "--dns-backend=SAMBA_INTERNAL", "--adminpass=Passw0rd-lab"];
    const place = ["--host-name=dc1", `--host-ip=${ADDRESS}`, `--targetdir=${folder}`];
    mkdirSync(path.join(folder, "run"));
    await run("samba-tool", ...provision, ...role, ...place);
  } catch (error) {
    await close();
    throw error;
  }
  const dump = (): Promise<string> =>
    run(
      "/usr/bin/python3",
      new URL("../samba-dns-nodes.py", import.meta.url).pathname,
      path.join(folder, "etc", "smb.conf"),
      path.join(folder, "private", "sam.ldb"),
    );
  return { address: ADDRESS, folder, enter: namespace.enter, run, dump, restart, close };
}

/** Undefined where it has not started one yet. */
function firstChildOf(pid: number | undefined): number | undefined {
  const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
  return child === undefined || child === "" ? undefined : Number(child);
}

/** The settings of the provisioned server, bound to its address, with nobody to forward to. */
function withMode(text: string, folder: string, mode: UpdateMode): string {
  const lines = text
    .split("\n")
    .filter(
      (line) =>
        !/^\s*(allow dns updates|dns forwarder|interfaces|bind interfaces only|log file|pid directory|ncalrpc dir|winbindd socket directory)\s*=/.test(
          line,
        ),
    );
  const ours = [
    `\tallow dns updates = ${mode}`,
    "\tdns forwarder = 127.0.0.9",
    `\tinterfaces = ${ADDRESS}`,
    "\tbind interfaces only = yes",
    `\tlog file = ${folder}/samba.log`,
    // By default all servers of a machine share these, and the second one does not start.
    `\tpid directory = ${folder}/run`,
    `\tncalrpc dir = ${folder}/run/ncalrpc`,
    `\twinbindd socket directory = ${folder}/run/winbindd`,
  ];
  return lines.flatMap((line) => (line.trim() === "[global]" ? [line, ...ours] : [line])).join("\n");
}

async function waitForDns(run: SambaAd["run"]): Promise<void> {
  const deadline = AbortSignal.timeout(READY_MS);
  for (;;) {
    deadline.throwIfAborted();
    const question = ["-r", `@${ADDRESS}`, "corp.test", "SOA", "+short", "+time=1", "+tries=1"];
    const answer = await run("sh", "-c", 'dig "$@" || true', "sh", ...question);
    if (answer.includes("hostmaster")) return;
  }
}

/** The DNS server answers before the directory takes a password. */
async function waitForLogon(run: SambaAd["run"]): Promise<void> {
  const deadline = AbortSignal.timeout(READY_MS);
  const question = ["dns", "serverinfo", ADDRESS, "-U", "Administrator%Passw0rd-lab"];
  for (;;) {
    deadline.throwIfAborted();
    const answer = await run("sh", "-c", 'samba-tool "$@" 2>&1 || true', "sh", ...question);
    if (answer.includes("dwVersion")) return;
  }
}
