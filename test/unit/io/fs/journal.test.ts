import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { JournalEntry } from "../../../../src/core/plan/journal-entry.ts";
import { EnvironmentError } from "../../../../src/core/errors.ts";
import { createJournal } from "../../../../src/io/fs/journal.ts";

const ENTRY: JournalEntry = { id: "one", at: "2026-11-24T10:15:00.123Z", command: "publish", steps: [] };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-journal-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("folders are made as they are needed, for nobody else to read", async () => {
  const deep = path.join(folder, "a", "b", "journal");
  const journal = createJournal(deep);
  await Promise.all([journal.write(ENTRY), createJournal(deep).write({ ...ENTRY, id: "two" })]);
  expect((await journal.read()).entries.map(({ id }) => id)).toEqual(["one", "two"]);
  if (path.sep === "/") expect(statSync(path.join(folder, "a")).mode & 0o777).toBe(0o700);
});

test("a file where a folder should be ends it", async () => {
  writeFileSync(path.join(folder, "file"), "");
  await expect(createJournal(path.join(folder, "file", "journal")).write(ENTRY)).rejects.toThrow(
    EnvironmentError,
  );
});

test.skipIf(process.platform !== "linux")(
  "a folder below /proc can't be made, and that ends it (Linux only)",
  async () => {
    await expect(createJournal("/proc/nope/kms-doctor/journal").write(ENTRY)).rejects.toThrow(
      /the journal can't be written: ENOENT.*\/proc\/nope/,
    );
  },
);

test("entries of another version are told apart from damaged ones", async () => {
  const put = (name: string, text: string): void => writeFileSync(path.join(folder, `${name}.json`), text);
  put("broken", "{");
  put("half", '{"version": 1, "id": "half"}');
  put("later", '{"version": 2, "id": "later", "more": []}');
  const named = (name: string): string => path.join(folder, `${name}.json`);
  expect(await createJournal(folder).read()).toEqual({
    entries: [],
    damaged: [named("broken"), named("half")],
    foreign: [named("later")],
  });
});
