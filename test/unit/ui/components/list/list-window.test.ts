import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { moveInList, withinList, type ListMove } from "../../../../../src/ui/components/list/list-state.ts";
import { listWindow } from "../../../../../src/ui/components/list/list-window.ts";

const MOVES: readonly ListMove[] = ["up", "down", "page-up", "page-down", "first", "last"];

describe("the window of a list", () => {
  test("keeps the selected row in the middle, as far as the ends allow", () => {
    expect(listWindow(100, 50, 11)).toEqual({ start: 45, end: 56 });
    expect(listWindow(100, 0, 11)).toEqual({ start: 0, end: 11 });
    expect(listWindow(100, 99, 11)).toEqual({ start: 89, end: 100 });
    expect(listWindow(3, 1, 11)).toEqual({ start: 0, end: 3 });
    expect(listWindow(0, 0, 11)).toEqual({ start: 0, end: 0 });
  });

  test("always has the selected row, is as high as it can be, and lies within the list", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.nat(),
        fc.integer({ min: 1, max: 200 }),
        (count, at, height) => {
          const selected = withinList(at, count);
          const { start, end } = listWindow(count, selected, height);
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(count);
          expect(end - start).toBe(Math.min(count, height));
          expect(selected).toBeGreaterThanOrEqual(start);
          expect(selected).toBeLessThan(end);
        },
      ),
    );
  });

  test("has no row where there is no room", () => {
    expect(listWindow(10, 5, 0)).toEqual({ start: 5, end: 5 });
    expect(listWindow(10, 5, -3).end - listWindow(10, 5, -3).start).toBe(0);
  });
});

describe("moving in a list", () => {
  test("goes by rows and pages, and to the ends", () => {
    expect(moveInList(5, "down", 100, 10)).toBe(6);
    expect(moveInList(5, "page-down", 100, 10)).toBe(15);
    expect(moveInList(5, "page-up", 100, 10)).toBe(0);
    expect(moveInList(5, "last", 100, 10)).toBe(99);
    expect(moveInList(5, "first", 100, 10)).toBe(0);
  });

  test("starts within a list that has shrunk meanwhile", () => {
    expect(moveInList(50, "up", 10, 5)).toBe(8);
  });

  test("never leaves the list, whatever it had", () => {
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.integer({ min: -5, max: 2000 }),
        fc.array(fc.constantFrom(...MOVES)),
        fc.integer({ min: -2, max: 50 }),
        (count, start, moves, page) => {
          const end = moves.reduce((at, move) => moveInList(at, move, count, page), withinList(start, count));
          expect(end).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(Math.max(0, count - 1));
        },
      ),
    );
  });
});
