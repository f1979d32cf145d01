import fc from "fast-check";
import xterm from "@xterm/headless";
import { describe, expect, test } from "vitest";
import { asciiText, cellWidth, fitCell, safeText } from "../../../../src/ui/text/cell-text.ts";
import { HOSTILE_TEXTS } from "../../../support/hostile-states.ts";

const MOST_CODE_POINT = 0x10ffff;
const ROWS = 256;

/** The cells that a terminal gives to each text when it stands alone at the start of a row. */
async function terminalWidths(texts: readonly string[]): Promise<readonly number[]> {
  const terminal = new xterm.Terminal({ cols: 40, rows: ROWS, scrollback: 0, allowProposedApi: true });
  const widths: number[] = [];
  for (let first = 0; first < texts.length; first += ROWS) {
    const part = texts.slice(first, first + ROWS);
    const written = part.map((text, row) => `\u001b[${row + 1};1H\u001b[2K${text}`).join("");
    await new Promise<void>((resolve) => terminal.write(written, resolve));
    for (const [row] of part.entries()) {
      const line = terminal.buffer.active.getLine(terminal.buffer.active.viewportY + row);
      const end = Array.from({ length: 40 }, (_, column) => line?.getCell(column)).findLastIndex(
        (cell) => cell !== undefined && cell.getChars() !== "",
      );
      widths.push(end === -1 ? 0 : end + (line?.getCell(end)?.getWidth() ?? 0));
    }
  }
  terminal.dispose();
  return widths;
}

/** Of those that Unicode joins with their neighbours: Hangul, Thai and Lao vowels, half-width marks, flags, marks before a letter. */
const JOINING = Array.from("aé日ᄀ각가각ꥠힰퟋำຳﾞﾟ🇩🇪ൎ𑇂𑇃𑨺𑵆𑪄");

function codesOf(text: string): string {
  return Array.from(text, (char) => `U+${(char.codePointAt(0) ?? 0).toString(16)}`).join(" ");
}

/** From right to left, of all scripts that are. */
const RIGHT_TO_LEFT = Array.from("אب܀ހߊࠀࡀࡠ𐠀𐡀𐡠𐢀𐣠𐤀𐤠𐦀𐨀𐩠𐪀𐫀𐬀𐭀𐭠𐮀𐰀𐲀𐴀𐺀𐼀𐼰𐽰𐾰𐿠𞠀𞤀𞱱𞴁𞸀");

describe("safe text", () => {
  test("keeps what every terminal shows alike", () => {
    for (const text of ["kms1.corp.example", "äöü", "日本語", "Ελλάδα", "Москва", "→ ● ▌ ✗".slice(0, 1), ""])
      expect(safeText(text, 80)).toBe(text.normalize("NFC"));
  });

  test("composes marks, and escapes those that are left over", () => {
    expect(safeText("a\u0308x\u0301\u0301", 80)).toBe("äx\\u{301}\\u{301}");
  });

  test("escapes controls, overrides of direction, letters from right to left, joiners and emoji", () => {
    expect(safeText("\u001b[2J\u009b\u202eש😀\u200d", 80)).toBe(
      "\\x1b[2J\\x9b\\u{202e}\\u{5e9}\\u{1f600}\\u{200d}",
    );
  });

  test("escapes every script that would turn the line", () => {
    expect(RIGHT_TO_LEFT.filter((letter) => safeText(letter, 80) === letter).map(codesOf)).toEqual([]);
  });

  test("looks at no more than could be seen", () => {
    expect(safeText("x".repeat(1_000_000), 80).length).toBeLessThan(200);
    expect(safeText("\u001b".repeat(1_000_000), 80).length).toBeLessThan(1000);
  });

  test("made safe again, stays as it is", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...Object.values(HOSTILE_TEXTS))),
        (text) => {
          const once = safeText(text, 4000);
          expect(safeText(once, once.length)).toBe(once);
        },
      ),
    );
  });

  test(
    "of one character, whichever it is, takes as many cells as is counted",
    { timeout: 60_000 },
    async () => {
      const characters: string[] = [];
      for (let code = 0x20; code <= MOST_CODE_POINT; code += 1) {
        const char = String.fromCodePoint(code);
        // What is escaped is ASCII; of it one is as good as all.
        if (safeText(char, 80) === char) characters.push(char);
      }
      expect(characters.length).toBeGreaterThan(40_000);
      const widths = await terminalWidths(characters.map((char) => `${char}.`));
      const odd = characters.filter((char, index) => cellWidth(char) + 1 !== widths[index]);
      expect(odd.map(codesOf)).toEqual([]);
    },
  );

  test("of several characters takes as many cells as is counted, also of those that join", async () => {
    const joining = fc.constantFrom(...JOINING);
    const texts = fc
      .sample(fc.string({ unit: joining, minLength: 1, maxLength: 4 }), 2000)
      .map((text) => safeText(text, 12))
      .filter((text) => cellWidth(text) < 36);
    const widths = await terminalWidths(texts.map((text) => `${text}.`));
    const odd = new Set(texts.filter((text, index) => cellWidth(text) + 1 !== widths[index]).map(codesOf));
    expect([...odd].toSorted()).toEqual([]);
  });
});

describe("ASCII text", () => {
  test("has nothing else, and leaves what is ASCII as it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(asciiText(safeText(text, 80))).toMatch(/^[\u0020-\u007e]*$/);
      }),
    );
    expect(asciiText("a-b c")).toBe("a-b c");
  });
});

describe("a fitted cell", () => {
  const anyText = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.constantFrom("日本語", "a日b本c語", "…"),
  );
  const width = fc.integer({ min: 0, max: 40 });

  test.each(["left", "right"] as const)("aligned %s has exactly its width", (align) => {
    fc.assert(
      fc.property(anyText, width, (text, cells) => {
        const fitted = fitCell(safeText(text, cells), cells, align, "…");
        expect(fitted.cells).toBe(cells);
        expect(cellWidth(fitted.text)).toBe(cells);
      }),
    );
  });

  test("cut has at most its width, and says so where something is missing", () => {
    fc.assert(
      fc.property(anyText, width, (text, cells) => {
        const safe = safeText(text, 200);
        const fitted = fitCell(safe, cells, "cut", "…");
        expect(fitted.cells).toBeLessThanOrEqual(cells);
        expect(cellWidth(fitted.text)).toBe(fitted.cells);
        if (fitted.text !== safe && cells > 0) expect(fitted.text.endsWith("…")).toBe(true);
      }),
    );
  });
});
