// Binds a second of `serve` against Samba's RPC server, both in namespaces of their own (Samba wants port 135).
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { peers } from "../support/peer.ts";
import { runProgram } from "../support/run-program.ts";
import type { Row } from "./measure.ts";

const CHILD = fileURLToPath(new URL("binds-in-namespace.ts", import.meta.url));
/** Of Debian's package samba-ad-provision: what a domain is made of. */
const PROVISION_FILES = "/usr/share/samba/setup/provision.ldif";

type Sample = { readonly perSecond: number; readonly cpuMicroseconds: number };
type Result = { readonly atOnce: number; readonly ours: Sample; readonly samba: Sample };

/** What this machine lacks for the comparison. */
export function missingForBinds(): readonly string[] {
  const { missing } = peers("root", "unshare", "ip", "samba", "samba-tool");
  return existsSync(PROVISION_FILES) ? missing : [...missing, "samba-ad-provision"];
}

export async function compareBinds(): Promise<readonly Row[]> {
  const script = 'ip link set lo up && exec "$0" "$1"';
  const namespaces = ["--net", "--pid", "--fork", "--kill-child", "--mount-proc"];
  const run = await runProgram("unshare", [...namespaces, "sh", "-c", script, process.execPath, CHILD], {
    timeoutMs: 120_000,
  });
  if (run.code !== 0) throw new Error(`the benchmark of binds failed: ${run.stderr}`);
  return (JSON.parse(run.stdout) as readonly Result[]).map(({ atOnce, ours, samba }) => ({
    what: `Binds a second, ${atOnce} connections at once`,
    ours: `${say(ours)} (serve)`,
    peer: `${say(samba)} (samba, 4 workers)`,
    ratio: samba.perSecond / ours.perSecond,
    aim: "≤ 1.0",
  }));
}

function say({ perSecond, cpuMicroseconds }: Sample): string {
  return `${perSecond.toFixed(0)} /s, ${cpuMicroseconds.toFixed(0)} µs CPU each`;
}
