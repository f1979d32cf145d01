import { describe, expect, test } from "vitest";
import { COMMAND_IDS, COMMANDS, type KeyScope } from "../../../../src/ui/keys/commands.ts";
import { isKeyName } from "../../../../src/ui/keys/key-name.ts";
import { createKeymap } from "../../../../src/ui/keys/keymap.ts";
import { keyScopes } from "../../../../src/ui/keys/key-scopes.ts";
import { UI_STATES } from "../../../support/ui-states.ts";

function keymap(wishes: Parameters<typeof createKeymap>[0] = {}) {
  const made = createKeymap(wishes);
  if (!made.ok) throw new Error(made.error);
  return made.value;
}

describe("the keymap", () => {
  test("has the keys of the table, which are all keys that a configuration may name", () => {
    for (const command of COMMAND_IDS) {
      expect(keymap().keysOf(command)).toEqual(COMMANDS[command].keys);
      for (const key of COMMANDS[command].keys) expect(isKeyName(key), `${key} of ${command}`).toBe(true);
    }
  });

  test.each([
    [{ watch: ["j"] }, "'j' can't mean both down and watch"],
    [{ quit: ["x"] }, "'x' can't mean both run-remedy and quit"],
    [{ interrupt: ["X"] }, "interrupt needs a key that types nothing, such as ctrl+c"],
    [{ interrupt: [] }, "interrupt needs a key that types nothing, such as ctrl+c"],
  ])("refuses a wish that another scope would hide: %j", (wishes, error) => {
    expect(createKeymap(wishes)).toEqual({ ok: false, error });
  });

  test("gives a key to the innermost scope that knows it", () => {
    const { commandOf } = keymap();
    expect(commandOf("y", ["findings", "list", "everywhere"])).toBe("copy-remedy");
    expect(commandOf("y", ["hosts", "list", "everywhere"])).toBe("copy-cell");
    expect(commandOf("q", ["hosts", "list", "everywhere"])).toBe("quit");
    expect(commandOf("q", ["form"])).toBeUndefined();
  });

  test("takes the keys that the configuration names, and leaves the others as they are", () => {
    const { commandOf, keysOf } = keymap({ quit: ["ctrl+q"], help: ["f", "?"], freeze: ["F"] });
    expect(commandOf("q", ["everywhere"])).toBeUndefined();
    expect(commandOf("ctrl+q", ["everywhere"])).toBe("quit");
    expect(commandOf("f", ["everywhere"])).toBe("help");
    expect(keysOf("freeze")).toEqual(["F"]);
    expect(keysOf("mask")).toEqual(["p"]);
  });

  test("a command without keys is still in the palette", () => {
    expect(keymap({ bell: [] }).keysOf("bell")).toEqual([]);
  });

  test.each([
    [{ fly: ["x"] }, "'fly' is no command"],
    [{ toString: ["x"] }, "'toString' is no command"],
    [{ quit: ["f1"] }, "'f1' for quit is no key"],
    [{ quit: ["?"] }, "'?' can't mean both help and quit"],
    [{ quit: ["z", "z"] }, "'z' can't mean both quit and quit"],
  ])("refuses %j", (wishes, why) => {
    expect(createKeymap(wishes)).toEqual({ ok: false, error: why });
  });

  test("hears Ctrl-C and the way out wherever one is", () => {
    for (const [name, state] of Object.entries(UI_STATES)) {
      const scopes: readonly KeyScope[] = keyScopes(state);
      expect(scopes.length, name).toBeGreaterThan(0);
      const wayOut = ["back", "dialog-close", "leave-form"];
      expect(wayOut, name).toContain(keymap().commandOf("esc", scopes));
    }
  });
});
