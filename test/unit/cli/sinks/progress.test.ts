import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { progressSink, type ProgressSink } from "../../../../src/cli/sinks/progress.ts";
import { emptyRunState } from "../../../../src/core/run/fold.ts";
import type { RunEvent } from "../../../../src/core/run/event.ts";

const CLEAR = "\r\u001b[K";
let written: string[] = [];
let sink: ProgressSink;

beforeEach(() => {
  vi.useFakeTimers();
  written = [];
  sink = progressSink({ columns: 60, write: (text) => written.push(text) }, () => Date.now());
});
afterEach(() => {
  sink.stop();
  vi.useRealTimers();
});

const tell = (event: RunEvent): unknown => sink.onEvent(event, emptyRunState());
const done = (count: number): unknown =>
  tell({ type: "progress", unit: "endpoints", done: count, total: 60 });
const finish = (): unknown => tell({ type: "run-finished", elapsedMs: 1, partial: false });

test("work that gets nothing done for long shows from one second on", () => {
  done(0);
  vi.advanceTimersByTime(900);
  expect(written).toEqual([]);
  vi.advanceTimersByTime(300);
  expect(written[0]).toContain(`${CLEAR}0 of 60 endpoints, 0.0/s`);
});

test("the count and the rate go on, within the width of the terminal, and the line is cleared at the end", () => {
  done(0);
  vi.advanceTimersByTime(1900);
  done(30);
  vi.advanceTimersByTime(100);
  expect(written.at(-1)).toContain("30 of 60 endpoints, 15/s");
  expect(Math.max(...written.map((text) => text.length))).toBeLessThan(60 + CLEAR.length);
  finish();
  const drawn = written.length;
  expect(written.at(-1)).toBe(CLEAR);
  vi.advanceTimersByTime(5000);
  sink.stop();
  expect(written).toHaveLength(drawn);
});

test("short work writes nothing at all", () => {
  done(60);
  vi.advanceTimersByTime(500);
  finish();
  expect(written).toEqual([]);
});

test("an end without run-finished clears the line, too", () => {
  done(1);
  vi.advanceTimersByTime(1200);
  sink.stop();
  expect(written.at(-1)).toBe(CLEAR);
});

test("nothing is shown while nothing is known of the work", () => {
  vi.advanceTimersByTime(5000);
  expect(written).toEqual([]);
});
