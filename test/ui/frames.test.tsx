// Every screen in every state as it stands in a terminal, held to the frames that were looked at and to the rules of all frames.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { openTerminal } from "../support/headless-terminal.ts";
import { frameViolations, rowText } from "../support/frame-rules.ts";
import { ASCII_CONTENT, CONTENT, KEYMAP, UI_STATES } from "../support/ui-states.ts";
import { Frame } from "../../src/ui/screens/frame.tsx";
import { ASCII } from "../../src/ui/theme/glyphs.ts";
import { LookContext } from "../../src/ui/theme/look-context.ts";
import { THEMES } from "../../src/ui/theme/theme.ts";
import type { UiState } from "../../src/ui/store/ui-state.ts";

const FOLDER = fileURLToPath(new URL("../golden/frames/", import.meta.url));
const SIZES = [
  [80, 24],
  [120, 40],
  [60, 16],
] as const;
const isUpdate = process.env["UPDATE_GOLDEN"] === "1";
/** Beyond the edges: too wide a line is seen there, not in the next row. */
const SPARE = 20;

const expectedFiles = new Set<string>();

function goldenName(state: string, columns: number, rows: number): string {
  const file = `${state}-${columns}x${rows}.txt`;
  expectedFiles.add(file);
  return file;
}

async function frameOf(state: UiState, columns: number, rows: number, isAscii = false) {
  const terminal = openTerminal({ columns, rows, spare: SPARE });
  try {
    const frame = (
      <Frame
        state={{ ...state, columns, rows }}
        content={isAscii ? ASCII_CONTENT : CONTENT}
        keymap={KEYMAP}
      />
    );
    await terminal.draw(
      isAscii ? (
        <LookContext value={{ theme: THEMES.mono, glyphs: ASCII, isAscii: true }}>{frame}</LookContext>
      ) : (
        frame
      ),
    );
    return await terminal.cells();
  } finally {
    terminal.close();
  }
}

function holdToGolden(file: string, text: string): void {
  const path = FOLDER + file;
  if (isUpdate) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(path, text);
  }
  expect(text).toBe(readFileSync(path, "utf8"));
}

function textOf(cells: Awaited<ReturnType<typeof frameOf>>, rows: number): string {
  return `${cells.slice(0, rows).map(rowText).join("\n")}\n`;
}

describe("frames", () => {
  for (const [columns, rows] of SIZES) {
    describe(`${columns}x${rows}`, () => {
      test.each(Object.entries(UI_STATES))("%s", async (name, state) => {
        const file = goldenName(name, columns, rows);
        const cells = await frameOf(state, columns, rows);
        expect(frameViolations(cells, columns, rows)).toEqual([]);
        holdToGolden(file, textOf(cells, rows));
      });
    });
  }

  test("40x12 is one line that says what is needed, whatever the state", async () => {
    const file = goldenName("too-small", 40, 12);
    const shown = new Set<string>();
    for (const name of ["overview-healthy", "publish-plan", "dialog-help"])
      shown.add(textOf(await frameOf(UI_STATES[name] ?? expect.fail(name), 40, 12), 12));
    expect(shown.size).toBe(1);
    holdToGolden(file, [...shown].join(""));
  });

  test.each(["overview-missing-record", "hosts-host-down", "publish-plan", "dialog-lab-open"])(
    "%s in ASCII: nothing else is drawn",
    async (name) => {
      const file = goldenName(`ascii-${name}`, 80, 24);
      const cells = await frameOf(UI_STATES[name] ?? expect.fail(name), 80, 24, true);
      const text = textOf(cells, 24);
      expect(text).toMatch(/^[\n\u0020-\u007e]*$/);
      holdToGolden(file, text);
    },
  );

  test("no frame is left over from a state that is gone", () => {
    const left = readdirSync(FOLDER).filter((file) => !expectedFiles.has(file));
    if (isUpdate) for (const file of left) rmSync(FOLDER + file);
    else expect(left).toEqual([]);
  });
});
