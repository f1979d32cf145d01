import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createCompactList } from "../../../../src/core/run/compact-list.ts";

describe("the compact list", () => {
  test("gives back what was put in, whatever it holds", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (values) => {
        const list = createCompactList<unknown>();
        const indices = values.map((value) => list.push(value));
        expect(list.length()).toBe(values.length);
        for (const [position, index] of indices.entries()) {
          expect(list.json(index)).toBe(JSON.stringify(values[position]));
          expect(list.get(index)).toEqual(JSON.parse(JSON.stringify(values[position])));
        }
      }),
    );
  });

  test("entries larger than a chunk, and many chunks", () => {
    const list = createCompactList<string>();
    const large = "漢".repeat(700_000);
    for (let round = 0; round < 5; round++) {
      const [small, big] = [list.push(`small ${round}`), list.push(large)];
      expect(list.get(small)).toBe(`small ${round}`);
      expect(list.get(big)).toBe(large);
    }
  });

  test("an index that was never given is an error", () => {
    expect(() => createCompactList().get(0)).toThrow(RangeError);
  });
});
