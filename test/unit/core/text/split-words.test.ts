import { describe, expect, test } from "vitest";
import { splitWords } from "../../../../src/core/text/split-words.ts";

describe("splitWords", () => {
  test.each<[string, readonly string[]]>([
    ["rndc reload", ["rndc", "reload"]],
    ["  a\t'b c'  \"d e\"f ", ["a", "b c", "d ef"]],
    ["a '' \"\"", ["a", "", ""]],
    ['a\\ b \\"c', ["a b", '"c']],
    ['"a\\"b\\\\c\\d"', ['a"b\\c\\d']],
    ["'a\\b' $HOME;x|y", ["a\\b", "$HOME;x|y"]],
  ])("%s", (text, words) => expect(splitWords(text)).toEqual({ ok: true, value: words }));

  test.each(["", "   ", "''", "'a", 'a "b', "a\\"])("'%s' is refused", (text) => {
    expect(splitWords(text).ok).toBe(false);
  });
});
