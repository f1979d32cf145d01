// A lock beside a file: a small file that names the process that holds it. One left by a process that is gone is taken over.
import { randomBytes } from "node:crypto";
import { link, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { err, ok, type Result } from "../../core/result.ts";
import { stateOfProcess, thisProcess, type ProcessIdentity } from "../host/process-identity.ts";

export type LockRefusal = {
  /** Who holds it; undefined where the lock can't be read. */
  readonly holder: ProcessIdentity | undefined;
  readonly lockPath: string;
};

export function lockPathOf(file: string): string {
  return `${file}.lock`;
}

/** Takes the lock or says who has it. Rejects with the errno where no file can be made. */
export async function acquireLock(file: string): Promise<Result<void, LockRefusal>> {
  const lockPath = lockPathOf(file);
  const own = `${lockPath}.${randomBytes(6).toString("hex")}`;
  await writeFile(own, `${JSON.stringify(thisProcess())}\n`, { flag: "wx" });
  try {
    if (await linked(own, lockPath)) return ok(undefined);
    const holder = await readHolder(lockPath);
    if (holder === "none")
      return (await linked(own, lockPath)) ? ok(undefined) : err({ holder: undefined, lockPath });
    if (holder === undefined || stateOfProcess(holder) !== "gone") return err({ holder, lockPath });
    if (!(await removeStale(lockPath, holder))) return err({ holder: undefined, lockPath });
    return (await linked(own, lockPath)) ? ok(undefined) : err({ holder: undefined, lockPath });
  } finally {
    await rm(own, { force: true });
  }
}

export async function releaseLock(file: string): Promise<void> {
  await rm(lockPathOf(file), { force: true });
}

/** The lock appears with its content or not at all. */
async function linked(own: string, lockPath: string): Promise<boolean> {
  try {
    await link(own, lockPath);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return false;
    // Some file systems have no links: there the content comes a moment later.
    if (code === "EPERM" || code === "ENOTSUP" || code === "EOPNOTSUPP" || code === "ENOSYS") {
      return writtenNew(lockPath, await readFile(own));
    }
    throw error;
  }
}

async function writtenNew(lockPath: string, content: Buffer): Promise<boolean> {
  try {
    const handle = await open(lockPath, "wx");
    await handle.writeFile(content);
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** `none` where the lock has gone meanwhile, undefined where it is not one of ours. */
async function readHolder(lockPath: string): Promise<ProcessIdentity | "none" | undefined> {
  try {
    const value = JSON.parse(await readFile(lockPath, "utf8")) as Partial<ProcessIdentity> | null;
    const { pid, host, began } = value ?? {};
    const isWhole = Number.isInteger(pid) && typeof host === "string" && typeof began === "string";
    return isWhole && pid !== undefined && pid > 0 ? { pid, host, began } : undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? "none" : undefined;
  }
}

/** Moves the lock away first, since between reading and removing another process may have taken it over. */
async function removeStale(lockPath: string, stale: ProcessIdentity): Promise<boolean> {
  const aside = `${lockPath}.${randomBytes(6).toString("hex")}`;
  try {
    await rename(lockPath, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return true;
    throw error;
  }
  const moved = await readHolder(aside);
  const isStale = typeof moved === "object" && moved.pid === stale.pid && moved.began === stale.began;
  if (!isStale) await linked(aside, lockPath);
  await rm(aside, { force: true });
  return isStale;
}
