// Exports of the terminal interface are the reports of the command line, and no file is written over.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { exportRun, saveText } from "../../../src/cli/tui/save-files.ts";
import { eventSchema } from "../../../src/cli/wire/event-schema.ts";
import { documentSchema } from "../../../src/cli/wire/report-schemas.ts";
import type { RunEvent } from "../../../src/core/run/event.ts";
import type { ExportForm } from "../../../src/ui/ports.ts";

const EVENTS: readonly RunEvent[] = [
  {
    type: "run-started",
    schema: 1,
    tool: "kms-doctor",
    version: "0.1.0",
    command: "diagnose",
    startedAt: "2026-11-24T12:00:00.000Z",
  },
  {
    type: "finding-raised",
    finding: {
      id: "srv-missing",
      severity: "error",
      subject: "_vlmcs._tcp.corp.test",
      title: "No KMS host is published for corp.test",
      detail: "",
      evidence: ["192.0.2.53:53 answered NXDOMAIN"],
      remedy: ["kms-doctor publish --domain corp.test --host KMS-HOST.corp.test"],
    },
  },
  { type: "run-finished", elapsedMs: 3, partial: false },
];

const before = process.cwd();
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-save-"));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
});

async function exported(form: ExportForm): Promise<string> {
  const saved = await exportRun(form, EVENTS);
  if (!saved.ok) throw new Error(saved.error);
  return readFileSync(saved.value, "utf8");
}

describe("an export", () => {
  test("as JSON is the document of the command", async () => {
    const document: unknown = JSON.parse(await exported("json"));
    expect(documentSchema("diagnose").parse(document).findings).toHaveLength(1);
  });

  test("as NDJSON is the stream, which can be replayed", async () => {
    const lines = (await exported("ndjson")).trimEnd().split("\n");
    expect(lines).toHaveLength(EVENTS.length);
    for (const each of lines) eventSchema.parse(JSON.parse(each));
  });

  test.each([
    ["markdown", /^# /],
    ["html", /^<!doctype html>/i],
    ["text", /No KMS host is published/],
  ] as const)("as %s is the report", async (form, start) => {
    const text = await exported(form);
    expect(text).toMatch(start);
    expect(text).toContain("srv-missing");
  });

  test("of a run that has not ended is refused", async () => {
    expect(await exportRun("json", EVENTS.slice(0, 2))).toMatchObject({ ok: false });
  });
});

test("a snippet is saved once, and never over another file", async () => {
  writeFileSync("there.txt", "old");
  expect(await saveText("there.txt", "new")).toEqual({
    ok: false,
    error: "'there.txt' is there already: give another name",
  });
  expect(readFileSync("there.txt", "utf8")).toBe("old");
  expect(await saveText("new.txt", "new")).toEqual({ ok: true, value: path.resolve("new.txt") });
  expect(await saveText("no/folder.txt", "new")).toMatchObject({ ok: false });
});
