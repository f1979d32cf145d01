import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ageText, durationText } from "../../../../src/ui/content/age.ts";
import { sparkline } from "../../../../src/ui/content/sparkline.ts";
import { ASCII, UNICODE } from "../../../../src/ui/theme/glyphs.ts";
import { cellWidth } from "../../../../src/ui/text/cell-text.ts";
import { memoLast } from "../../../../src/ui/content/memo-last.ts";

describe("ages", () => {
  test.each([
    [0, "now"],
    [4999, "now"],
    [5000, "5 s"],
    [59_999, "55 s"],
    [60_000, "1 min"],
    [3_599_999, "59 min"],
    [3_600_000, "1 h"],
    [86_400_000, "1 d"],
    [-5000, "now"],
  ])("%i ms ago is %s", (ms, text) => {
    expect(ageText(1_000_000, 1_000_000 + ms)).toBe(text);
  });

  test.each([
    [0, "0.0 ms"],
    [0.44, "0.4 ms"],
    [9.96, "10.0 ms"],
    [12.4, "12 ms"],
    [999, "999 ms"],
    [1000, "1.0 s"],
    [12_345, "12.3 s"],
  ])("%d ms is %s", (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});

describe("a sparkline", () => {
  test("has a bar for each sample, and the sign for trouble where there is none", () => {
    expect(sparkline([1, 2, 3, 4, 5, 6, 7, 8], UNICODE)).toBe("▁▂▃▄▅▆▇█");
    expect(sparkline([1, null, 8], UNICODE)).toBe("▁✗█");
    expect(sparkline([3, 3], UNICODE)).toBe("▁▁");
    expect(sparkline([null, null], ASCII)).toBe("xx");
    expect(sparkline([], UNICODE)).toBe("");
  });

  test("has exactly a cell for each sample", () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }))),
        fc.constantFrom(UNICODE, ASCII),
        (samples, glyphs) => {
          expect(cellWidth(sparkline(samples, glyphs))).toBe(samples.length);
        },
      ),
    );
  });
});

describe("the memory of the last result", () => {
  test("works again only for other arguments", () => {
    const asked: string[] = [];
    const joined = memoLast((left: string, right: string) => {
      asked.push(left + right);
      return { text: left + right };
    });
    const first = joined("a", "b");
    expect(joined("a", "b")).toBe(first);
    expect(joined("a", "c")).toEqual({ text: "ac" });
    expect(joined("a", "b")).toEqual(first);
    expect(asked).toEqual(["ab", "ac", "ab"]);
  });
});
