import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { applySplices, type Splice } from "../../../../src/core/dns/zone-text/splice.ts";
import { unifiedDiff } from "../../../../src/core/text/unified-diff.ts";
import { describeWithPeers } from "../../../support/peer.ts";

const folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-diff-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LINES = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";

describe("unifiedDiff", () => {
  test("nothing changes", () => expect(unifiedDiff(LINES, [], "a", "b")).toBe(""));

  test("a replaced word, a new line and a removed one", () => {
    const splices = [
      { start: 2, end: 3, text: "two" },
      { start: 10, end: 10, text: "new\n" },
      { start: 16, end: 18, text: "" },
    ];
    expect(unifiedDiff(LINES, splices, "a", "b")).toBe(
      "--- a\n+++ b\n@@ -1,9 +1,9 @@\n 1\n-2\n+two\n 3\n 4\n 5\n+new\n 6\n 7\n 8\n-9\n",
    );
  });

  test("the end of the file without a newline", () => {
    expect(unifiedDiff("1\n2", [{ start: 3, end: 3, text: "\n3" }], "a", "b")).toBe(
      "--- a\n+++ b\n@@ -1,2 +1,3 @@\n 1\n-2\n\\ No newline at end of file\n+2\n+3\n\\ No newline at end of file\n",
    );
  });
});

describeWithPeers("patch applies it", ["patch"], () => {
  test("to any text with any edit", () => {
    const text = fc
      .array(fc.constantFrom("a\n", "b\n", "\n", "cc\n", "d\r\n"), { maxLength: 30 })
      .map((lines) => lines.join(""));
    const edit = fc.tuple(fc.nat(), fc.nat(3), fc.constantFrom("", "x", "\n", "y\n", "\nz"));
    fc.assert(
      fc.property(text, fc.array(edit, { maxLength: 3 }), fc.boolean(), (whole, edits, isOpen) => {
        const old = isOpen ? whole.replace(/\r?\n$/, "") : whole;
        const splices = withoutOverlap(old.length, edits);
        const diff = unifiedDiff(old, splices, "file", "file");
        if (diff === "") return;
        writeFileSync(path.join(folder, "file"), old);
        execFileSync("patch", ["-s", "--binary", "-d", folder, "file"], { input: diff, stdio: "pipe" });
        expect(readFileSync(path.join(folder, "file"), "utf8")).toBe(applySplices(old, splices));
      }),
      { numRuns: 100 },
    );
  });
});

function withoutOverlap(
  length: number,
  edits: readonly (readonly [number, number, string])[],
): readonly Splice[] {
  const splices: Splice[] = [];
  let from = 0;
  for (const [at, size, text] of edits) {
    const start = from + (at % (length - from + 1));
    const end = Math.min(length, start + size);
    splices.push({ start, end, text });
    from = end;
    if (from >= length) break;
  }
  return splices;
}
