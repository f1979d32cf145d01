import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { textFieldSpans } from "../../../../../src/ui/components/text-field/text-field-line.ts";
import { editOfKey } from "../../../../../src/ui/components/text-field/text-field-keys.ts";
import {
  editText,
  textField,
  type TextEdit,
  type TextFieldState,
} from "../../../../../src/ui/components/text-field/text-field-state.ts";
import { cellWidth } from "../../../../../src/ui/text/cell-text.ts";
import { layOutLine } from "../../../../../src/ui/text/line.ts";

const KEYS = ["backspace", "delete", "left", "right", "home", "end", "ctrl+a", "ctrl+e", "ctrl+u", "ctrl+w"];
const MOST = 4096;

const anyEdit: fc.Arbitrary<TextEdit> = fc.oneof(
  fc.record({
    kind: fc.constant("insert" as const),
    text: fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("x".repeat(5000), "𝒳".repeat(3000), "日本"),
    ),
  }),
  fc.constantFrom(...KEYS).map((key) => editOfKey(key) ?? expect.fail(key)),
);

function edited(edits: readonly TextEdit[], start: TextFieldState = textField()): TextFieldState {
  return edits.reduce(editText, start);
}

function keyed(keys: readonly string[], start: TextFieldState = textField()): TextFieldState {
  return edited(
    keys.map((key) => editOfKey(key) ?? expect.fail(key)),
    start,
  );
}

describe("a text that is edited", () => {
  test("grows where the cursor is", () => {
    expect(keyed(["a", "c", "left", "b", "home", "space", "end", "d"])).toEqual({ text: " abcd", cursor: 5 });
  });

  test("loses characters before and after the cursor, a pair of surrogates as one", () => {
    expect(keyed(["backspace"], textField("a𝒳"))).toEqual({ text: "a", cursor: 1 });
    expect(keyed(["home", "delete"], textField("𝒳a"))).toEqual({ text: "a", cursor: 0 });
    expect(keyed(["left", "left"], textField("a𝒳b"))).toEqual({ text: "a𝒳b", cursor: 1 });
    expect(keyed(["backspace", "delete", "left", "right"], textField(""))).toEqual({ text: "", cursor: 0 });
  });

  test("loses a word, or all before the cursor", () => {
    expect(keyed(["ctrl+w"], textField("one two  "))).toEqual({ text: "one ", cursor: 4 });
    expect(keyed(["left", "ctrl+u"], textField("one"))).toEqual({ text: "e", cursor: 0 });
  });

  test("keys that are no edit are none", () => {
    for (const key of ["enter", "esc", "tab", "up", "ctrl+p", "alt+x"])
      expect(editOfKey(key)).toBeUndefined();
  });

  test("keeps the cursor within it and never within a pair, and has an end", () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 30 }), (edits) => {
        const { text, cursor } = edited(edits);
        expect(cursor).toBeGreaterThanOrEqual(0);
        expect(cursor).toBeLessThanOrEqual(text.length);
        expect(text.length).toBeLessThanOrEqual(MOST);
        const isWithinPair =
          /[\ud800-\udbff]/.test(text.charAt(cursor - 1)) && /[\udc00-\udfff]/.test(text.charAt(cursor));
        expect(isWithinPair).toBe(false);
      }),
    );
  });

  test("what is inserted and taken away again leaves it as it was", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme-ascii" }),
        fc.string({ unit: "grapheme-ascii", minLength: 1 }),
        fc.nat(),
        (text, more, at) => {
          const start = { text, cursor: Math.min(at, text.length) };
          const grown = editText(start, { kind: "insert", text: more });
          expect(
            edited(
              Array.from(more, () => ({ kind: "delete-before" }) as const),
              grown,
            ),
          ).toEqual(start);
        },
      ),
    );
  });

  test("is shown in exactly its width, with the cursor in sight", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.constantFrom("日本語のホスト名", "kms".repeat(100), "\u001b[2J".repeat(9)),
        ),
        fc.nat(),
        fc.integer({ min: 2, max: 60 }),
        (text, at, width) => {
          const before = editText({ text, cursor: 0 }, { kind: "start" });
          const cursor = Array.from(text)
            .slice(0, at % (text.length + 1))
            .join("").length;
          const cells = layOutLine(textFieldSpans({ ...before, cursor }, width, true), width, false);
          expect(cells.reduce((sum, each) => sum + cellWidth(each.text), 0)).toBe(width);
          expect(cells.filter(({ style }) => style === "selected")).toHaveLength(1);
        },
      ),
    );
  });

  test("shows what is before the cursor, the nearest first", () => {
    const shown = (field: TextFieldState, width: number): string =>
      layOutLine(textFieldSpans(field, width, true), width, false)
        .map(({ text }) => text)
        .join("");
    expect(shown(textField("abcdef"), 10)).toBe("abcdef    ");
    expect(shown(textField("abcdefghijkl"), 6)).toBe("hijkl ");
    expect(shown({ text: "abcdefghijkl", cursor: 0 }, 6)).toBe("abcde…");
    expect(shown(textField("日本語のホスト"), 8)).toBe("ホスト  ");
  });
});
