import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { listOfScreen } from "../../../../src/ui/content/list-of-screen.ts";
import { ALL_COLUMNS, createTable, orderedColumns, type Column } from "../../../../src/ui/content/table.ts";
import { update } from "../../../../src/ui/store/update.ts";
import { cellWidth } from "../../../../src/ui/text/cell-text.ts";
import { layOutLine, lineText } from "../../../../src/ui/text/line.ts";
import { HOSTILE_TEXTS } from "../../../support/hostile-states.ts";
import { after, CONTENT, CONTEXT, keys, SAMPLES } from "../../../support/ui-states.ts";

const COLUMNS: readonly Column<string>[] = [
  { id: "name", title: "name", width: { share: 2 }, cell: (text) => ({ text }) },
  { id: "about", title: "about", width: { share: 1 }, cell: (text) => ({ text: `about ${text}` }) },
  { id: "count", title: "count", width: 9, align: "right", cell: ({ length }) => ({ text: String(length) }) },
  { id: "more", title: "more", width: 12, from: 60, cell: () => ({ text: "more" }) },
];
const IDS = COLUMNS.map(({ id }) => id);

function rowOf(entry: string, width: number, choice = ALL_COLUMNS): string {
  return lineText(createTable(COLUMNS, choice).row(entry, width), width, false);
}

describe("a table", () => {
  test("shares the width, and leaves a column out where it is too narrow for it", () => {
    expect(rowOf("kms1", 40)).toBe("kms1                about kms1       4");
    expect(rowOf("kms1", 72)).toContain("more");
    expect(rowOf("kms1", 59)).not.toContain("more");
  });

  test("leaves out what is hidden, and has the others in the chosen order", () => {
    expect(rowOf("kms1", 40, { hidden: ["about"], order: ["count", "name"] })).toMatch(/^ +4 +kms1$/);
    expect(orderedColumns(COLUMNS, { hidden: [], order: ["more", "gone"] }).map(({ id }) => id)).toEqual([
      "more",
      "name",
      "about",
      "count",
    ]);
  });

  test("has columns under each other and apart, whatever stands in them", () => {
    const anyText = fc.oneof(fc.string(), fc.constantFrom(...Object.values(HOSTILE_TEXTS)));
    const anyChoice = fc.record({
      hidden: fc.subarray(IDS, { maxLength: 3 }),
      order: fc.shuffledSubarray(IDS),
    });
    fc.assert(
      fc.property(anyText, anyChoice, fc.integer({ min: 30, max: 200 }), (entry, choice, width) => {
        const table = createTable(COLUMNS, choice);
        for (const line of [table.header(width), table.row(entry, width)]) {
          const cells = layOutLine(line, width, false);
          expect(cells.reduce((sum, { text }) => sum + cellWidth(text), 0)).toBeLessThanOrEqual(width);
        }
        const widths = (line: ReturnType<typeof table.header>): readonly (number | undefined)[] =>
          line.map((each) => each.width);
        expect(widths(table.row(entry, width))).toEqual(widths(table.header(width)));
      }),
    );
  });
});

describe("the columns dialog", () => {
  const open = after(SAMPLES.oneDown, ...keys("2", "c"));

  test("shows and hides the chosen column at once, and has it kept", () => {
    const before = listOfScreen(open, CONTENT) ?? expect.fail();
    const flipped = update(open, { type: "key", key: "enter" }, CONTEXT);
    expect(flipped.effects).toEqual([{ kind: "save-columns" }]);
    const header = (state: typeof open): string =>
      lineText((listOfScreen(state, CONTENT) ?? expect.fail()).header(120), 120, false);
    const [first] = before.columns;
    expect(header(open)).toContain(first?.title ?? "");
    expect(header(flipped.state)).not.toContain(`${first?.title ?? ""} `);
    expect(header(after(flipped.state, ...keys("enter")))).toBe(header(open));
  });

  test("leaves one column at least", () => {
    const { length } = (listOfScreen(open, CONTENT) ?? expect.fail()).columns;
    const all = Array.from({ length }, () => keys("enter", "down")).flat();
    const state = after(open, ...all);
    expect(state.columnChoices.hosts?.hidden).toHaveLength(length - 1);
    expect(listOfScreen(state, CONTENT)?.rowAt(0, 120).length).toBeGreaterThan(0);
  });

  test("moves a column and stays on it, and not beyond the ends", () => {
    const ids = (state: typeof open): readonly string[] | undefined => state.columnChoices.hosts?.order;
    const moved = after(open, ...keys("]"));
    const back = after(moved, ...keys("["));
    expect(ids(moved)?.[1]).toBe(ids(back)?.[0]);
    expect(after(back, ...keys("["))).toMatchObject({ columnChoices: back.columnChoices });
  });

  test("of a screen without a list is not opened", () => {
    expect(after(SAMPLES.oneDown, ...keys("5", "c")).overlays).toEqual([]);
  });
});
