// A network of its own with nothing but loopback, where the system's DNS settings name no server; needs root.
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

export type LoopbackNamespace = {
  /** A command that runs the rest inside. */
  readonly enter: readonly string[];
  /** Starts a program inside; resolves once its output matches. close() ends it. */
  readonly start: (pattern: RegExp, command: string, ...args: readonly string[]) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** `cat` keeps the namespaces open until its standard input ends. */
const SCRIPT = `
ip link set lo up
mount --bind "$1/resolv.conf" /etc/resolv.conf
mount --bind "$1/hosts" /etc/hosts
echo "$2" > /proc/sys/kernel/hostname
echo ready
exec cat`;

/** `hostname` is the machine's name inside. */
export async function openLoopbackNamespace(hostname: string): Promise<LoopbackNamespace> {
  const folder = await mkdtemp(path.join(tmpdir(), "kms-doctor-loopback-"));
  await writeFile(path.join(folder, "resolv.conf"), "");
  await writeFile(path.join(folder, "hosts"), "127.0.0.1 localhost\n");
  const stops: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const stop of stops.toReversed()) await stop();
    await rm(folder, { recursive: true });
  };
  try {
    const words = ["--net", "--mount", "--uts", "sh", "-e", "-c", SCRIPT, "sh", folder, hostname];
    const holder = await startUntil(/ready/, "unshare", words);
    stops.push(holder.stop);
    const enter = ["nsenter", "--target", String(holder.pid), "--net", "--mount", "--uts"];
    return {
      enter,
      start: async (pattern, command, ...args) => {
        const [program = "", ...rest] = [...enter, command, ...args];
        stops.push((await startUntil(pattern, program, rest)).stop);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startUntil(
  pattern: RegExp,
  command: string,
  args: readonly string[],
): Promise<{ readonly pid: number | undefined; readonly stop: () => Promise<void> }> {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"] });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  let printed = "";
  await new Promise<void>((resolve, reject) => {
    const onData = (text: string): void => {
      printed += text;
      if (pattern.test(printed)) resolve();
    };
    child.stdout.setEncoding("utf8").on("data", onData);
    child.stderr.setEncoding("utf8").on("data", onData);
    child.once("error", reject);
    child.once("close", (code) => reject(new Error(`${command} ended with ${code}: ${printed}`)));
  });
  return {
    pid: child.pid,
    stop: async () => {
      child.stdin.end();
      child.kill();
      await ended;
    },
  };
}
