import { describe, expect, test } from "vitest";
import { isKeyName, keyNames, typedChar, type PressedKey } from "../../../../src/ui/keys/key-name.ts";

const NONE: PressedKey = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
};

describe("the names of keys", () => {
  test.each([
    ["", { upArrow: true }, ["up"]],
    ["", { pageDown: true }, ["pagedown"]],
    ["\r", { return: true }, ["enter"]],
    ["", { escape: true }, ["esc"]],
    ["\t", { tab: true }, ["tab"]],
    ["", { tab: true, shift: true }, ["shift+tab"]],
    ["", { backspace: true }, ["backspace"]],
    ["", { delete: true }, ["delete"]],
    ["c", { ctrl: true }, ["ctrl+c"]],
    ["P", { ctrl: true }, ["ctrl+p"]],
    ["x", { meta: true }, ["alt+x"]],
    ["Q", { shift: true }, ["Q"]],
    [" ", {}, ["space"]],
    ["?", {}, ["?"]],
    ["", {}, []],
  ] as const)("%j with %j is %j", (input, pressed, names) => {
    expect(keyNames(input, { ...NONE, ...pressed })).toEqual(names);
  });

  test("keys that arrive together are all heard, in order, and characters beyond the BMP as one each", () => {
    expect(keyNames("jj\r\n\t k\u007f\b\u001b\u0003𝒳é", NONE)).toEqual([
      "j",
      "j",
      "enter",
      "enter",
      "tab",
      "space",
      "k",
      "backspace",
      "backspace",
      "esc",
      "ctrl+c",
      "𝒳",
      "é",
    ]);
  });

  test("a character is typed, a named key is not", () => {
    expect(["space", "a", "𝒳", "日"].map(typedChar)).toEqual([" ", "a", "𝒳", "日"]);
    expect(["enter", "ctrl+a", "pagedown", ""].map(typedChar)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("a configuration may name what a terminal can tell", () => {
    for (const name of ["q", "?", "~", "ctrl+a", "alt+z", "pageup", "shift+tab", "space", "enter"])
      expect(isKeyName(name), name).toBe(true);
    for (const name of ["", "f1", "ctrl+A", "ctrl+1", "shift+a", "Enter", "ab", " ", "é"])
      expect(isKeyName(name), name).toBe(false);
  });
});
