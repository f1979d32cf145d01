import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  isAtOrBelow,
  ownerNameFromLabels,
  ownerNameLabels,
  parentName,
  parseOwnerName,
  prependLabels,
  ROOT,
  withoutTrailingDot,
  type OwnerName,
} from "../../../../src/core/dns/owner-name.ts";

function name(text: string): OwnerName {
  const parsed = parseOwnerName(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

const label = fc
  .array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 20 })
  .map((octets) => String.fromCharCode(...octets));

describe("owner names", () => {
  test.each([
    ["Corp.Example", "corp.example."],
    ["corp.example.", "corp.example."],
    ["_VLMCS._tcp.corp.test", "_vlmcs._tcp.corp.test."],
    [String.raw`a\.b.test`, String.raw`a\.b.test.`],
    [String.raw`a\046b.test`, String.raw`a\.b.test.`],
    [String.raw`bell\007.test`, String.raw`bell\007.test.`],
    [String.raw`\200.test`, String.raw`\200.test.`],
    [".", "."],
  ])("%s is %s", (text, expected) => {
    expect(name(text)).toBe(expected);
  });

  test.each([
    ["", "empty"],
    [".corp", "begins with a dot"],
    ["a..b", "two dots in a row"],
    [`${"a".repeat(64)}.test`, "at most 63"],
    [Array(64).fill("abc").join("."), "at most 255"],
    ["a b.test", "character 2"],
    ["bücher.test", "code 252"],
    [String.raw`a\999.test`, "no octet"],
    [String.raw`a\1.test`, "three digits"],
    ["a\\", "followed by a character"],
    ["a\\\u0001", "unprintable"],
  ])("'%s' is refused: %s", (text, reason) => {
    const parsed = parseOwnerName(text);
    expect(parsed.ok ? "accepted" : parsed.error).toContain(reason);
  });

  test("labels survive the text form, whatever octets they hold", () => {
    fc.assert(
      fc.property(fc.array(label, { maxLength: 8 }), (labels) => {
        const made = ownerNameFromLabels(labels);
        if (!made.ok) return;
        const lowered = labels.map((text) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()));
        expect(ownerNameLabels(made.value)).toEqual(lowered);
        expect(parseOwnerName(made.value)).toEqual(made);
        // Nothing unprintable and no blank ever stands in the text.
        expect(made.value).toMatch(/^[\x21-\x7e]+$/);
      }),
    );
  });

  test("an empty label is refused", () => {
    expect(ownerNameFromLabels(["a", ""]).ok).toBe(false);
  });

  test("parents and ancestors", () => {
    expect(parentName(name("a.b"))).toBe("b.");
    expect(parentName(name("b"))).toBe(".");
    expect(parentName(ROOT)).toBeUndefined();
    expect(isAtOrBelow(name("a.b"), name("b"))).toBe(true);
    expect(isAtOrBelow(name("b"), name("b"))).toBe(true);
    expect(isAtOrBelow(name("ab"), name("b"))).toBe(false);
    expect(isAtOrBelow(name("a.b"), ROOT)).toBe(true);
    // The dot belongs to the label `a.b`, so this is not below `b`.
    expect(isAtOrBelow(name(String.raw`a\.b`), name("b"))).toBe(false);
    expect(isAtOrBelow(name(String.raw`a\\.b`), name("b"))).toBe(true);
  });

  test("a dot inside a label that is put in front stays inside it", () => {
    expect(prependLabels(["a.b"], name("corp.test"))).toEqual({
      ok: true,
      value: String.raw`a\.b.corp.test.`,
    });
    expect(prependLabels(["_tcp"], ROOT)).toEqual({ ok: true, value: "_tcp." });
    expect(prependLabels(["a".repeat(63)], name(Array(96).fill("a").join("."))).ok).toBe(false);
  });

  test("labels are put in front", () => {
    expect(prependLabels(["_vlmcs", "_tcp"], name("corp.test"))).toEqual({
      ok: true,
      value: "_vlmcs._tcp.corp.test.",
    });
    expect(withoutTrailingDot(name("corp.test"))).toBe("corp.test");
    expect(withoutTrailingDot(ROOT)).toBe(".");
  });
});
