import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cellWidth, safeText } from "../../../../src/ui/text/cell-text.ts";
import { wrapText } from "../../../../src/ui/text/wrap-text.ts";

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.constantFrom("日本語 の ホスト", "a  b", ""),
);

describe("wrapped text", () => {
  test("breaks at spaces, and within a word where it is wider than the line", () => {
    expect(wrapText("one two three", 8)).toEqual(["one two", "three"]);
    expect(wrapText("abcdefghij k", 4)).toEqual(["abcd", "efgh", "ij k"]);
    expect(wrapText("日本語", 4)).toEqual(["日本", "語"]);
    expect(wrapText("", 10)).toEqual([""]);
  });

  test("begins with what leads, and is indented below it", () => {
    expect(wrapText("one two three", 9, "? ")).toEqual(["? one two", "  three"]);
  });

  test("is never wider than the line, and loses nothing but spaces", () => {
    fc.assert(
      fc.property(
        anyText,
        fc.integer({ min: 2, max: 60 }),
        fc.constantFrom("", "  ", "? "),
        (text, width, lead) => {
          const safe = safeText(text, 500);
          const lines = wrapText(safe, width + lead.length, lead);
          for (const each of lines) expect(cellWidth(each)).toBeLessThanOrEqual(width + lead.length);
          expect(lines.join("").replaceAll(" ", "")).toBe((lead + safe).replaceAll(" ", ""));
        },
      ),
    );
  });
});
