// A text file that appears whole or not at all: written under a temporary name in the same folder, then renamed.
import { randomBytes } from "node:crypto";
import { open, realpath, rename, rm, stat } from "node:fs/promises";
import { devNull } from "node:os";
import path from "node:path";

export type AtomicFile = {
  readonly write: (text: string) => Promise<void>;
  /** Flushes to disk and puts the file in place. */
  readonly commit: () => Promise<void>;
  /** Removes what was written; the old file stays as it was. */
  readonly discard: () => Promise<void>;
};

const FLUSH_CHARACTERS = 256 * 1024;

/** Opens `file` for replacement; an existing file keeps its mode, a symbolic link stays a link. Rejects with the errno. */
export async function openAtomicFile(file: string): Promise<AtomicFile> {
  const target = isWindowsNull(file) ? devNull : await realpath(file).catch(() => path.resolve(file));
  const existing = await stat(target).catch(() => undefined);
  // Windows opens a folder like a file and fails only at the first write.
  if (existing?.isDirectory()) throw Object.assign(new Error(`'${file}' is a folder`), { code: "EISDIR" });
  // A device or a pipe can't be replaced; it is written through.
  const isSpecial = existing !== undefined && !existing.isFile();
  const written = isSpecial ? target : `${target}.${randomBytes(6).toString("hex")}.tmp`;
  const handle = await open(
    written,
    isSpecial ? "r+" : "wx",
    existing?.isFile() ? existing.mode & 0o7777 : 0o666,
  );
  let buffer = "";

  async function drain(): Promise<void> {
    const text = buffer;
    buffer = "";
    await handle.writeFile(text);
  }

  return {
    write: async (text) => {
      buffer += text;
      if (buffer.length >= FLUSH_CHARACTERS) await drain();
    },
    commit: async () => {
      await drain();
      if (!isSpecial) await handle.sync();
      await handle.close();
      if (!isSpecial) await rename(written, target);
    },
    discard: async () => {
      await handle.close();
      if (!isSpecial) await rm(written, { force: true });
    },
  };
}

/** NUL is the null device in every folder of Windows; node alone would make a file of that name, hard to get rid of. */
function isWindowsNull(file: string): boolean {
  return path.sep === "\\" && /(^|[\\/:])nul$/i.test(file);
}
