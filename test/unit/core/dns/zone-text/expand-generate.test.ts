import { describe, expect, test } from "vitest";
import {
  fillGenerate,
  generateSteps,
  readGenerateRange,
} from "../../../../../src/core/dns/zone-text/expand-generate.ts";

describe("$GENERATE", () => {
  test.each([
    ["1-3", [1, 2, 3]],
    ["0-10/5", [0, 5, 10]],
    ["7-7", [7]],
  ])("the range %s", (word, steps) => {
    const range = readGenerateRange(word);
    expect(range.ok && [...generateSteps(range.value)]).toEqual(steps);
  });

  test.each(["", "1", "3-1", "1-3/0", "a-b", "1-99999999999"])("the range '%s' is none", (word) => {
    expect(readGenerateRange(word).ok).toBe(false);
  });

  test.each([
    ["h$", "h26"],
    ["$$", "$"],
    ["\\$x", "$x"],
    ["${0}", "26"],
    ["${-6}", "20"],
    ["${1,4}", "0027"],
    ["${0,0,x}-${0,4,X}-${0,0,o}", "1a-001A-32"],
    ["${0,0,n}", "a.1"],
    ["${0,8,N}", "A.1.0.0"],
  ])("%s", (pattern, text) => {
    expect(fillGenerate(pattern, 26)).toEqual({ ok: true, value: text });
  });

  test.each(["${x}", "${0,1,q}", "${-27}", "${}"])("%s is not understood", (pattern) => {
    expect(fillGenerate(pattern, 26).ok).toBe(false);
  });
});
