import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cellWidth } from "../../../../src/ui/text/cell-text.ts";
import { layOutLine, lineText, type Line } from "../../../../src/ui/text/line.ts";

const anySpan = fc.record({
  text: fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.constantFrom("日本語", "\u001b[2J", "x".repeat(500)),
  ),
  width: fc.option(fc.integer({ min: 0, max: 50 }), { nil: undefined }),
  align: fc.constantFrom("left" as const, "right" as const),
});

describe("a line", () => {
  test("puts spans of a width in columns, and cuts the last one that fits", () => {
    const line: Line = [
      { text: "ab", width: 4 },
      { text: "7", width: 3, align: "right" },
      { text: "rest of it" },
    ];
    expect(lineText(line, 40, false)).toBe("ab    7rest of it");
    expect(lineText(line, 10, false)).toBe("ab    7re…");
    expect(lineText(line, 10, true)).toBe("ab    7re~");
    expect(lineText(line, 4, false)).toBe("ab");
  });

  test("keeps the style of each span", () => {
    expect(layOutLine([{ text: "a", style: "bad" }, { text: "b" }], 10, false)).toEqual([
      { text: "a", style: "bad" },
      { text: "b", style: "plain" },
    ]);
  });

  test("never has more cells than there are, nor anything but safe text", () => {
    fc.assert(
      fc.property(
        fc.array(anySpan, { maxLength: 8 }),
        fc.integer({ min: 0, max: 120 }),
        fc.boolean(),
        (spans, columns, isAscii) => {
          const cells = layOutLine(spans, columns, isAscii);
          const text = cells.map((each) => each.text).join("");
          expect(cells.reduce((sum, each) => sum + cellWidth(each.text), 0)).toBeLessThanOrEqual(columns);
          expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{M}\p{Cs}]/u);
          if (isAscii) expect(text).toMatch(/^[\u0020-\u007e]*$/);
        },
      ),
    );
  });
});
