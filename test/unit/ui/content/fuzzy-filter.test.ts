import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fuzzyFilter } from "../../../../src/ui/content/fuzzy-filter.ts";

const SAME = (text: string): string => text;

describe("the fuzzy filter", () => {
  test("finds letters in their order, in any case, blanks apart", () => {
    const entries = [
      "Publish: write the record",
      "Hosts: each address and port",
      "Quit and print the report",
    ];
    expect(fuzzyFilter(entries, "pubrec", SAME)).toEqual(["Publish: write the record"]);
    expect(fuzzyFilter(entries, "HOSTS", SAME)).toEqual(["Hosts: each address and port"]);
    expect(fuzzyFilter(entries, "p r t", SAME)).toHaveLength(3);
    expect(fuzzyFilter(entries, "xyz", SAME)).toEqual([]);
  });

  test("a word in one piece comes before letters far apart, and its beginning first", () => {
    expect(fuzzyFilter(["l-o-g", "the catalog", "the log"], "log", SAME)).toEqual([
      "the log",
      "the catalog",
      "l-o-g",
    ]);
  });

  test("keeps the order of what fits as well, and everything where nothing is searched", () => {
    expect(fuzzyFilter(["ab 1", "ab 2", "ab 3"], "ab", SAME)).toEqual(["ab 1", "ab 2", "ab 3"]);
    expect(fuzzyFilter(["b", "a"], "  ", SAME)).toEqual(["b", "a"]);
  });

  test("finds every text by letters of its own, and gives no entry twice", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 20 }),
        fc.nat(),
        fc.array(fc.boolean()),
        (entries, at, taken) => {
          const text = entries[at % Math.max(1, entries.length)] ?? "";
          const searched = Array.from(text)
            .filter((_, index) => taken[index] ?? true)
            .join("");
          const found = fuzzyFilter(entries, searched, SAME);
          if (text !== "") expect(found).toContain(text);
          expect(new Set(found).size).toBe(found.length);
          for (const each of found) expect(entries).toContain(each);
        },
      ),
    );
  });
});
