// Which process this is, and whether another one that said so still runs: for locks that survive their owners.
import { readFileSync } from "node:fs";
import { hostname } from "node:os";

export type ProcessIdentity = {
  readonly pid: number;
  readonly host: string;
  /** What tells it from a later process with the same number: the kernel's start time (Linux), else empty. */
  readonly began: string;
};

export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, host: hostname(), began: beganOf(process.pid) ?? "" };
}

/** `unknown` for a process of another machine. */
export function stateOfProcess({ pid, host, began }: ProcessIdentity): "runs" | "gone" | "unknown" {
  if (host !== hostname()) return "unknown";
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, but not ours.
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return "gone";
  }
  const now = beganOf(pid);
  return began !== "" && now !== undefined && now !== began ? "gone" : "runs";
}

/** Clock ticks since the machine started, field 22 of proc(5) stat; the name before it may hold anything. */
function beganOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .at(19);
  } catch {
    // No such process, or no /proc here: then the number alone has to do.
    return undefined;
  }
}
