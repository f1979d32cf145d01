// The journal of changes: one file an entry, whole and on disk before anything is sent. Nothing but the same entry replaces one.
import { mkdir, open, readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { Journal } from "../../app/publish/publish-ports.ts";
import type { JournalEntry } from "../../core/plan/journal-entry.ts";
import { EnvironmentError } from "../../core/errors.ts";
import { openAtomicFile } from "./atomic-file.ts";
import { JOURNAL_VERSION, journalEntrySchema, journalVersionSchema } from "./journal-schema.ts";

const SUFFIX = ".json";
/** A journal of more than this is not ours. */
const MAX_BYTES = 4 << 20;

export function createJournal(folder: string): Journal {
  return {
    write: (entry) => writeEntry(folder, entry),
    read: () => readEntries(folder),
  };
}

async function writeEntry(folder: string, entry: JournalEntry): Promise<void> {
  const file = path.join(folder, `${entry.id}${SUFFIX}`);
  try {
    await makeFolder(folder);
    const written = await openAtomicFile(file);
    await written.write(`${JSON.stringify({ version: JOURNAL_VERSION, ...entry }, null, 2)}\n`);
    await written.commit();
    await flushFolder(folder);
  } catch (error) {
    throw new EnvironmentError(
      `the journal can't be written: ${error instanceof Error ? error.message : ""}`,
      {
        hint: "Nothing is changed without it. Name another state folder by XDG_STATE_HOME (on Windows LOCALAPPDATA).",
        cause: error,
      },
    );
  }
}

/** One by one: Node's own recursive call never ends below /proc, where nothing can be made and nothing is refused as such. */
async function makeFolder(folder: string): Promise<void> {
  const missing: string[] = [];
  for (let each = folder; !(await isThere(each)); each = path.dirname(each)) {
    missing.push(each);
    if (path.dirname(each) === each) break;
  }
  for (const each of missing.toReversed()) {
    try {
      await mkdir(each, { mode: 0o700 });
    } catch (error) {
      // Another run may have been faster.
      if (!(await isThere(each))) throw error;
    }
  }
}

async function isThere(folder: string): Promise<boolean> {
  try {
    await stat(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

/** Without it the new name may be lost with the power. Windows has no such call, and needs none. */
async function flushFolder(folder: string): Promise<void> {
  if (path.sep === "\\") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readEntries(folder: string): Promise<Awaited<ReturnType<Journal["read"]>>> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw new EnvironmentError(`the journal can't be read: ${error.message}`, { cause: error });
  });
  const entries: JournalEntry[] = [];
  const damaged: string[] = [];
  const foreign: string[] = [];
  for (const name of names.filter((each) => each.endsWith(SUFFIX)).toSorted()) {
    const file = path.join(folder, name);
    const entry = await readEntry(file);
    if (entry === "foreign") foreign.push(file);
    else if (entry !== null && `${entry.id}${SUFFIX}` === name) entries.push(entry);
    else damaged.push(file);
  }
  return { entries, damaged, foreign };
}

/** Null for anything but an entry; `foreign` for one of a form that another version of the program writes. */
async function readEntry(file: string): Promise<JournalEntry | "foreign" | null> {
  try {
    const text = await readFile(file, "utf8");
    if (text.length > MAX_BYTES) return null;
    const json: unknown = JSON.parse(text);
    const form = journalVersionSchema.safeParse(json);
    if (form.success && form.data.version !== JOURNAL_VERSION) return "foreign";
    const parsed = journalEntrySchema.safeParse(json);
    if (!parsed.success) return null;
    const { version: _, ...entry } = parsed.data;
    return entry;
  } catch {
    return null;
  }
}
