// The pictures of the main screens in docs/screens are those of the interface as it is; `npm run screenshots` makes them anew.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { openTerminal } from "../support/headless-terminal.ts";
import { cellsSvg } from "../support/cells-svg.ts";
import { rowText } from "../support/frame-rules.ts";
import { CONTENT, KEYMAP, UI_STATES } from "../support/ui-states.ts";
import { Frame } from "../../src/ui/screens/frame.tsx";

const FOLDER = fileURLToPath(new URL("../../docs/screens/", import.meta.url));
const [COLUMNS, ROWS] = [100, 30];

const SCREENS = {
  overview: "overview-missing-record",
  hosts: "hosts-host-down",
  findings: "findings-missing-record",
  "publish-plan": "publish-plan",
  lab: "dialog-lab-open",
} as const;

describe("the pictures of the screens", () => {
  test.each(Object.entries(SCREENS))("%s", async (name, state) => {
    const terminal = openTerminal({ columns: COLUMNS, rows: ROWS });
    const shown = { ...(UI_STATES[state] ?? expect.fail(state)), columns: COLUMNS, rows: ROWS };
    await terminal.draw(<Frame state={shown} content={CONTENT} keymap={KEYMAP} />);
    const cells = await terminal.cells();
    terminal.close();
    const files = {
      [`${name}.txt`]: `${cells.map(rowText).join("\n")}\n`,
      [`${name}.svg`]: cellsSvg(cells),
    };
    for (const [file, text] of Object.entries(files)) {
      if (process.env["UPDATE_GOLDEN"] === "1") {
        mkdirSync(FOLDER, { recursive: true });
        writeFileSync(FOLDER + file, text);
      }
      expect(text).toBe(readFileSync(FOLDER + file, "utf8"));
    }
    expect(cells.flat().some(({ foreground }) => foreground !== null)).toBe(true);
  });

  test("are all there is", () => {
    const expected = Object.keys(SCREENS).flatMap((name) => [`${name}.svg`, `${name}.txt`]);
    expect(readdirSync(FOLDER).toSorted()).toEqual(expected.toSorted());
  });
});
