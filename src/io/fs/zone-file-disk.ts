// The steps of editing a zone file on disk: staged beside it, backed up, put in place by one rename.
import { randomBytes } from "node:crypto";
import { constants, existsSync, type Stats } from "node:fs";
import { copyFile, link, open, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { ZoneFileContent, ZoneFilePorts, ZoneFileTrouble } from "../../app/zone-file-ports.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { acquireLock, releaseLock, type LockRefusal } from "./lock-file.ts";
import { includeReader } from "./read-included.ts";

type DiskSteps = Omit<ZoneFilePorts, "now" | "run">;

export const MAX_ZONE_BYTES = 256 * 1024 * 1024;
const MOST_BACKUPS_A_SECOND = 100;

/** `stamp` is the time in the name of a backup. */
export function zoneFileDisk(stamp: () => string): DiskSteps {
  return {
    locate: (file) => attempt(file, () => locate(file)),
    lock: (file) =>
      attempt(file, async () => {
        const lock = await acquireLock(file);
        return lock.ok ? lock : err(locked(file, lock.error));
      }),
    unlock: releaseLock,
    read: (file) => attempt(file, async () => ok({ path: file, text: await readText(file) })),
    readInclude: (file) => includeReader(path.dirname(file)),
    stage: (file, text) => attempt(file, () => stage(file, text)),
    unstage: (staged) => rm(staged, { force: true }),
    backUp: (file) => attempt(file, async () => ok(await backUp(file, stamp()))),
    dropBackUp: (backup) => rm(backup, { force: true }),
    replace: (staged, content) => attempt(content.path, () => replace(staged, content)),
  };
}

async function attempt<T>(
  file: string,
  step: () => Promise<Result<T, ZoneFileTrouble>>,
): Promise<Result<T, ZoneFileTrouble>> {
  try {
    return await step();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return err(troubleOf(file, code ?? message));
  }
}

function troubleOf(file: string, code: string): ZoneFileTrouble {
  switch (code) {
    case "ENOENT":
      return fileTrouble(
        `'${file}' does not exist`,
        "Name the zone file, as it stands in the server's configuration.",
      );
    case "ENOSPC":
    case "EDQUOT":
      return environment(
        `no space is left beside '${file}' (${code}): nothing was changed`,
        "Make room first.",
      );
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return environment(
        `'${file}' or its folder may not be read or written (${code}): nothing was changed`,
        "Run it as the owner of the file or as root; the folder must be writable, too.",
      );
    default:
      return environment(
        `'${file}' can't be edited (${code}): nothing was changed`,
        "See whether the disk is well.",
      );
  }
}

function fileTrouble(reason: string, hint: string): ZoneFileTrouble {
  return { kind: "file", reason, hint };
}

function environment(reason: string, hint: string): ZoneFileTrouble {
  return { kind: "environment", reason, hint };
}

async function locate(file: string): Promise<Result<string, ZoneFileTrouble>> {
  if (file === "-" || file === "") {
    return err(
      fileTrouble("a zone file is edited in place", "Name the file; standard input can't be written."),
    );
  }
  const target = await realpath(file);
  const stats = await stat(target);
  if (stats.isDirectory()) return err(fileTrouble(`'${file}' is a folder`, "Name the zone file in it."));
  if (!stats.isFile()) return err(fileTrouble(`'${file}' is no regular file`, "Name the zone file."));
  if (stats.size > MAX_ZONE_BYTES) {
    return err(fileTrouble(`'${file}' has more than 256 MiB`, "Edit it by hand."));
  }
  const journal = [`${path.resolve(file)}.jnl`, `${target}.jnl`].find((name) => existsSync(name));
  if (journal === undefined) return ok(target);
  return err(
    fileTrouble(
      `'${file}' belongs to a dynamic zone: its journal '${path.basename(journal)}' lies beside it, and the server would overwrite the edit`,
      "Use 'kms-doctor publish', or 'rndc freeze ZONE' and 'rndc sync -clean ZONE' first and 'rndc thaw ZONE' afterwards.",
    ),
  );
}

async function readText(file: string): Promise<string> {
  return (await readFile(file)).toString("latin1");
}

function locked(file: string, { holder, lockPath }: LockRefusal): ZoneFileTrouble {
  const who = holder === undefined ? "another process" : `process ${holder.pid} on ${holder.host}`;
  return environment(
    `'${file}' is being edited by ${who}`,
    `Wait for it; if it no longer runs, remove '${lockPath}'.`,
  );
}

async function stage(file: string, text: string): Promise<Result<string, ZoneFileTrouble>> {
  const stats = await stat(file);
  const staged = `${file}.${randomBytes(6).toString("hex")}.tmp`;
  const handle = await open(staged, "wx", 0o600);
  try {
    await handle.writeFile(text, "latin1");
    const isOwned = await takeOwner(handle, stats);
    // After the owner: a change of owner clears the set-id bits.
    await handle.chmod(stats.mode & 0o7777);
    await handle.sync();
    await handle.close();
    if (isOwned) return ok(staged);
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(staged, { force: true });
    throw error;
  }
  await rm(staged, { force: true });
  return err(
    environment(
      `'${file}' belongs to another user or group (${stats.uid}:${stats.gid}), which a new file can't be given`,
      "Run it as that user or as root.",
    ),
  );
}

async function takeOwner(handle: Awaited<ReturnType<typeof open>>, { uid, gid }: Stats): Promise<boolean> {
  const own = await handle.stat();
  if (own.uid === uid && own.gid === gid) return true;
  try {
    await handle.chown(uid, gid);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EPERM") return false;
    throw error;
  }
}

/** A second link to the old file where there are links: it costs nothing and is whole at every moment. */
async function backUp(file: string, stamp: string): Promise<string> {
  for (let number = 1; number < MOST_BACKUPS_A_SECOND; number++) {
    const backup = `${file}.${stamp}${number === 1 ? "" : `-${number}`}.bak`;
    if (await copied(file, backup)) return backup;
  }
  throw Object.assign(new Error("too many backups"), { code: "EEXIST" });
}

async function copied(file: string, backup: string): Promise<boolean> {
  try {
    await link(file, backup).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "EEXIST") throw error;
      return copyFile(file, backup, constants.COPYFILE_EXCL);
    });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function replace(
  staged: string,
  { path: file, text }: ZoneFileContent,
): Promise<Result<void, ZoneFileTrouble>> {
  if ((await readText(file)) !== text || existsSync(`${file}.jnl`)) {
    return err(
      environment(
        `'${file}' was changed by somebody else meanwhile: nothing was changed here`,
        "Run it again.",
      ),
    );
  }
  await rename(staged, file);
  await syncFolder(path.dirname(file));
  return ok(undefined);
}

/** So that the new name survives a power failure; Windows has no such thing. */
async function syncFolder(folder: string): Promise<void> {
  if (path.sep === "\\") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
