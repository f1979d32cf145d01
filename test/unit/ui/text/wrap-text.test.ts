import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cellWidth, safeText } from "../../../../src/ui/text/cell-text.ts";
import { breakText, wrapText } from "../../../../src/ui/text/wrap-text.ts";

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

describe("broken text", () => {
  test("keeps its spaces, and is broken behind one where that is near the end of the line", () => {
    expect(breakText("a  b", 10)).toEqual(["a  b"]);
    expect(breakText("Add-Record -Name 'x'", 12)).toEqual(["Add-Record ", "-Name 'x'"]);
    expect(breakText("abcdefgh", 3)).toEqual(["abc", "def", "gh"]);
    expect(breakText("日本語", 4)).toEqual(["日本", "語"]);
    expect(breakText("", 5)).toEqual([""]);
  });

  test("is never wider than the line, and loses nothing", () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 2, max: 60 }), (text, width) => {
        const safe = safeText(text, 500);
        const lines = breakText(safe, width);
        for (const each of lines) expect(cellWidth(each)).toBeLessThanOrEqual(width);
        expect(lines.join("")).toBe(safe);
      }),
    );
  });

  test("of 20,000 wide letters is broken before the deadline: the work grows with the text, not with its square", () => {
    expect(breakText("主".repeat(20_000), 80)).toHaveLength(500);
  });
});
