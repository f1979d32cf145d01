// Text from the network, from files and from the clipboard: no layout breaks on it, and the terminal never hears it as a command.
import { describe, expect, test } from "vitest";
import { openTerminal } from "../support/headless-terminal.ts";
import { frameViolations } from "../support/frame-rules.ts";
import { HOSTILE_TEXTS, hostileStates } from "../support/hostile-states.ts";
import { ASCII_CONTENT, CONTENT, KEYMAP } from "../support/ui-states.ts";
import { Frame } from "../../src/ui/screens/frame.tsx";
import { ASCII } from "../../src/ui/theme/glyphs.ts";
import { LookContext } from "../../src/ui/theme/look-context.ts";
import { THEMES } from "../../src/ui/theme/theme.ts";

const SIZES = [
  [80, 24],
  [120, 40],
  [61, 17],
] as const;

/** Looks, moves of the cursor, erasing, the cursor itself, synchronized output: what the drawing itself needs. */
const OWN = /\u001b\[(?:[\d;]*[mABCDEFGHJK]|\?(?:25|2026)[hl])/g;

/** Each state is drawn at one of the sizes, by turns; `turn` makes it another one for each text. */
function statesAt(text: string, size: number, turn: number) {
  return [...hostileStates(text).entries()].filter(([index]) => (index + turn) % SIZES.length === size);
}

describe.each(Object.entries(HOSTILE_TEXTS).map(([name, text], turn) => ({ name, text, turn })))(
  "$name",
  ({ text, turn }) => {
    test.each(SIZES.entries().toArray())("%s: %s", async (size, [columns, rows]) => {
      const terminal = openTerminal({ columns, rows, spare: 20 });
      try {
        for (const [index, state] of statesAt(text, size, turn)) {
          await terminal.draw(
            <Frame state={{ ...state, columns, rows }} content={CONTENT} keymap={KEYMAP} />,
          );
          const where = `state ${index}, ${state.screen}, ${state.overlays.at(-1)?.kind ?? "no dialog"}, ${state.publish.step.kind}`;
          expect(frameViolations(await terminal.cells(), columns, rows), where).toEqual([]);
        }
        expect(terminal.heard).toEqual({ titles: [], osc: [], bells: 0 });
        expect(terminal.written().replaceAll(OWN, "")).not.toMatch(/[^\n\u0020-\u007e\u00a0-\uffff]/);
        expect(terminal.buffer()).toBe("normal");
      } finally {
        terminal.close();
      }
    });

    test("in ASCII nothing else is shown", async () => {
      const terminal = openTerminal({ columns: 80, rows: 24, spare: 20 });
      try {
        for (const [, state] of statesAt(text, 0, turn)) {
          await terminal.draw(
            <LookContext value={{ theme: THEMES.mono, glyphs: ASCII, isAscii: true }}>
              <Frame state={{ ...state, columns: 80, rows: 24 }} content={ASCII_CONTENT} keymap={KEYMAP} />
            </LookContext>,
          );
          expect((await terminal.screen()).join("\n")).toMatch(/^[\n\u0020-\u007e]*$/);
        }
      } finally {
        terminal.close();
      }
    });
  },
);
