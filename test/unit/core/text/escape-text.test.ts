import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeText } from "../../../../src/core/text/escape-text.ts";

describe("received text", () => {
  test.each([
    ["\u001b[31mred", String.raw`\x1b[31mred`],
    ["a\nb\tc", String.raw`a\x0ab\x09c`],
    ["\u009b2J", String.raw`\x9b2J`],
    ["abc\u202edef", String.raw`abc\u{202e}def`],
    ["\ud800", String.raw`\u{d800}`],
    ["\u{e0041}", String.raw`\u{e0041}`],
    ["grün 漢字 🙂", "grün 漢字 🙂"],
  ])("%j is shown as %s", (text, expected) => {
    expect(escapeText(text)).toBe(expected);
  });

  test("no control character is ever left", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(escapeText(text)).not.toMatch(
          /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u,
        );
      }),
    );
  });
});
