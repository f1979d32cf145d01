// Masked for screen sharing, no frame has a name or an address of the network.
import { describe, expect, test } from "vitest";
import { openTerminal } from "../support/headless-terminal.ts";
import { frameViolations } from "../support/frame-rules.ts";
import { CONTENT, KEYMAP, UI_STATES } from "../support/ui-states.ts";
import { Frame } from "../../src/ui/screens/frame.tsx";

/** The domains, hosts, addresses and servers of all sample states. */
const REAL = /corp\.(?:example|test)|kms-?\d+\.|10\.(?:20|30)\.|fd00:|127\.0\.0\.1/;

/** Words of the interface itself, which name nobody: examples in hints, snippets of documentation. */
const HINTS = /such as corp\.example|such as kms1\.corp\.example/g;

describe("masked frames", () => {
  test.each(Object.entries(UI_STATES))("%s", async (_name, state) => {
    const terminal = openTerminal({ columns: 120, rows: 40, spare: 10 });
    try {
      const masked = { ...state, isMasked: true, columns: 120, rows: 40 };
      await terminal.draw(<Frame state={masked} content={CONTENT} keymap={KEYMAP} />);
      const screen = (await terminal.screen()).join("\n").replaceAll(HINTS, "");
      expect(screen.split("\n").filter((row) => REAL.test(row))).toEqual([]);
      expect(screen).toContain("MASKED");
      expect(frameViolations(await terminal.cells(), 120, 40)).toEqual([]);
    } finally {
      terminal.close();
    }
  });
});
