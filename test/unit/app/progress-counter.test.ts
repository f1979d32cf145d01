import { describe, expect, test } from "vitest";
import { createProgressCounter } from "../../../src/app/progress-counter.ts";
import type { RunEvent } from "../../../src/core/run/event.ts";

function counted(total: number, times = total): readonly number[] {
  const done: number[] = [];
  const counter = createProgressCounter("domains", total, (event: RunEvent) => {
    expect(event).toMatchObject({ type: "progress", unit: "domains", total });
    if (event.type === "progress") done.push(event.done);
  });
  for (let time = 0; time < times; time++) counter.count();
  return done;
}

describe("the progress counter", () => {
  test("tells the start and every item of short work", () => {
    expect(counted(5)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(counted(5, 0)).toEqual([0]);
  });

  test("tells the first items of long work, then every hundredth, and the last", () => {
    const done = counted(350);
    expect(done.slice(0, 100)).toEqual(Array.from({ length: 100 }, (_, index) => index));
    expect(done.slice(100)).toEqual([100, 200, 300, 350]);
  });

  test("tells the last once, also where it is a hundredth", () => {
    expect(counted(200).slice(100)).toEqual([100, 200]);
  });

  test("says nothing of work that is not done", () => {
    expect(counted(350, 150).at(-1)).toBe(100);
  });
});
