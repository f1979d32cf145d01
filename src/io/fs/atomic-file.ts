// A text file that appears whole or not at all: written under a temporary name in the same folder, then renamed.
import { randomBytes } from "node:crypto";
import { fstatSync, writeFile } from "node:fs";
import { open, readlink, realpath, rename, rm, stat, type FileHandle } from "node:fs/promises";
import { devNull } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

export type AtomicFile = {
  readonly write: (text: string) => Promise<void>;
  /** Flushes to disk and puts the file in place. */
  readonly commit: () => Promise<void>;
  /** Removes what was written; the old file stays as it was. */
  readonly discard: () => Promise<void>;
};

/** Where the text goes before the buffering. */
type Place = AtomicFile;

const FLUSH_CHARACTERS = 256 * 1024;
/** As many as Linux follows. */
const MAX_LINKS = 40;

/**
 * Opens `file` for replacement; an existing file keeps its mode, a symbolic link stays a link, also one to nothing yet.
 * Devices, pipes and descriptors of this process (/dev/stdout, /dev/fd/3) are written through. Rejects with the errno.
 */
export async function openAtomicFile(file: string): Promise<AtomicFile> {
  return buffered(await openPlace(file));
}

/** The number behind `/dev/stdout`, `/dev/stderr`, `/dev/fd/N` and `/proc/self/fd/N`, undefined for any other path. */
export function descriptorOf(file: string): number | undefined {
  if (file === "/dev/stdout") return 1;
  if (file === "/dev/stderr") return 2;
  const number = /^\/(?:dev|proc\/self)\/fd\/(\d{1,6})$/.exec(file)?.[1];
  return number === undefined ? undefined : Number(number);
}

async function openPlace(file: string): Promise<Place> {
  const descriptor = descriptorOf(file);
  if (descriptor !== undefined) return descriptorPlace(descriptor);
  const target = isWindowsNull(file) ? devNull : await realpath(file).catch(() => endOfLinks(file));
  const existing = await stat(target).catch(() => undefined);
  // Windows opens a folder like a file and fails only at the first write.
  if (existing?.isDirectory()) throw errno("EISDIR", `'${file}' is a folder`);
  // A device or a pipe can't be replaced; it is written through.
  if (existing !== undefined && !existing.isFile()) return specialPlace(await open(target, "r+"));
  const written = `${target}.${randomBytes(6).toString("hex")}.tmp`;
  const mode = existing === undefined ? 0o666 : existing.mode & 0o7777;
  return replacingPlace(await open(written, "wx", mode), written, target);
}

function buffered(place: Place): AtomicFile {
  let buffer = "";

  async function drain(): Promise<void> {
    const text = buffer;
    buffer = "";
    await place.write(text);
  }

  return {
    write: async (text) => {
      buffer += text;
      if (buffer.length >= FLUSH_CHARACTERS) await drain();
    },
    commit: async () => {
      await drain();
      await place.commit();
    },
    discard: place.discard,
  };
}

function replacingPlace(handle: FileHandle, written: string, target: string): Place {
  return {
    write: (text) => handle.writeFile(text),
    commit: async () => {
      await handle.sync();
      await handle.close();
      await rename(written, target);
    },
    discard: async () => {
      await handle.close();
      await rm(written, { force: true });
    },
  };
}

function specialPlace(handle: FileHandle): Place {
  return {
    write: (text) => handle.writeFile(text),
    commit: () => handle.close(),
    discard: () => handle.close(),
  };
}

/** Goes on where the descriptor stands, as the shell's `>&3` does, and leaves it open. */
function descriptorPlace(descriptor: number): Place {
  const stats = fstatSync(descriptor);
  const isOurs = stats.isFile() || stats.isFIFO() || stats.isCharacterDevice() || stats.isSocket();
  // What the runtime keeps open for itself is none of these kinds.
  if (!isOurs) throw errno("EBADF", `descriptor ${descriptor} can't be written`);
  const write = promisify(writeFile);
  return {
    write: (text) => write(descriptor, text),
    commit: () => Promise.resolve(),
    discard: () => Promise.resolve(),
  };
}

/** Where the symbolic links at this path end, though nothing is there yet. */
async function endOfLinks(file: string): Promise<string> {
  let target = path.resolve(file);
  for (let links = 0; links < MAX_LINKS; links++) {
    const link = await readlink(target).catch(() => undefined);
    if (link === undefined) return target;
    target = path.resolve(await realpath(path.dirname(target)), link);
  }
  throw errno("ELOOP", `'${file}' leads in a circle`);
}

function errno(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

/** NUL is the null device in every folder of Windows; node alone would make a file of that name, hard to get rid of. */
function isWindowsNull(file: string): boolean {
  return path.sep === "\\" && /(^|[\\/:])nul$/i.test(file);
}
