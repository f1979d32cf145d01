import { expect, test } from "vitest";
import { closestWord } from "../../../../src/core/text/closest-word.ts";

test.each([
  ["heathy", "healthy"],
  ["HEALTHY", "healthy"],
  ["healty-x", undefined],
  ["stale-hots", "stale-host"],
  ["", undefined],
  ["x".repeat(100), undefined],
])("%j: %s", (word, meant) => {
  expect(closestWord(word, ["stale-host", "healthy", "refused-port"])).toBe(meant);
});

test("the nearest of several, the first of equals", () => {
  expect(closestWord("zone", ["zones", "zone", "gone"])).toBe("zone");
  expect(closestWord("cat", ["bat", "rat"])).toBe("bat");
});
