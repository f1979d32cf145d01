// Properties of the concurrent loop and of the generator of emitted values, under any order of endings.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emitted, type Emitter } from "../../src/core/async/emitted.ts";
import { forEachConcurrent } from "../../src/core/async/for-each-concurrent.ts";

const RUNS = { numRuns: 300 };
const NEVER = new AbortController().signal;

/** What the calls of one run did; `s` decides in which order they end. */
function recordedWork(s: fc.Scheduler, failing: ReadonlySet<number>) {
  const seen = { begun: [] as number[], ended: [] as number[], failed: [] as number[], underWay: 0, most: 0 };
  const work = async (item: number): Promise<void> => {
    seen.begun.push(item);
    seen.underWay += 1;
    seen.most = Math.max(seen.most, seen.underWay);
    await s.schedule(Promise.resolve(), `item ${item}`);
    seen.underWay -= 1;
    if (failing.has(item)) {
      seen.failed.push(item);
      throw new Error(`item ${item}`);
    }
    seen.ended.push(item);
  };
  return { seen, work };
}

function* counted(count: number, onDrawn: () => void, onClosed: () => void): Generator<number> {
  try {
    for (let item = 0; item < count; item++) {
      onDrawn();
      yield item;
    }
  } finally {
    onClosed();
  }
}

describe("forEachConcurrent", () => {
  const count = fc.integer({ min: 0, max: 30 });
  const limit = fc.integer({ min: 1, max: 8 });

  test("all items, in order, never more than the limit at once, drawn no sooner than begun", async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), count, limit, async (s, items, atOnce) => {
        const { seen, work } = recordedWork(s, new Set());
        let drawn = 0;
        let aheadMost = 0;
        const list = counted(
          items,
          () => {
            drawn += 1;
            aheadMost = Math.max(aheadMost, drawn - seen.begun.length);
          },
          () => undefined,
        );
        await s.waitFor(forEachConcurrent(list, atOnce, work, NEVER));
        expect(seen.begun).toEqual(Array.from({ length: items }, (_, index) => index));
        expect([...seen.ended].sort((a, b) => a - b)).toEqual(seen.begun);
        expect(seen.most).toBe(Math.min(items, atOnce));
        expect(aheadMost).toBeLessThanOrEqual(1);
      }),
      RUNS,
    );
  });

  test("failures at any place: the first is thrown, nothing begins after it, nothing is left under way", async () => {
    const failing = fc.uniqueArray(fc.integer({ min: 0, max: 29 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), limit, failing, async (s, atOnce, broken) => {
        const { seen, work } = recordedWork(s, new Set(broken));
        let isClosed = false;
        const list = counted(
          30,
          () => {
            expect(seen.failed).toEqual([]);
          },
          () => {
            isClosed = true;
          },
        );
        const run = forEachConcurrent(list, atOnce, work, NEVER).then(
          () => "done",
          (error: Error) => error.message,
        );
        expect(await s.waitFor(run)).toBe(`item ${seen.failed[0]}`);
        expect(seen.underWay).toBe(0);
        expect(isClosed).toBe(true);
      }),
      RUNS,
    );
  });

  test("aborted at any time: nothing begins after it, what is under way ends before the promise resolves", async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), count, limit, async (s, items, atOnce) => {
        const abort = new AbortController();
        const { seen, work } = recordedWork(s, new Set());
        let begunAtAbort = Number.POSITIVE_INFINITY;
        const abortSometime = async (): Promise<void> => {
          await s.schedule(Promise.resolve(), "abort");
          begunAtAbort = seen.begun.length;
          abort.abort();
        };
        const aborting = abortSometime();
        const list = counted(
          items,
          () => undefined,
          () => undefined,
        );
        await s.waitFor(forEachConcurrent(list, atOnce, work, abort.signal));
        await s.waitFor(aborting);
        expect(seen.begun.length).toBeLessThanOrEqual(begunAtAbort);
        expect(seen.ended).toHaveLength(seen.begun.length);
      }),
      RUNS,
    );
  });
});

describe("emitted", () => {
  /** How many values each worker emits before each question for room. */
  const workers = fc.array(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 6 }), { maxLength: 5 });
  const capacity = fc.integer({ min: 1, max: 6 });

  function work(s: fc.Scheduler, pieces: readonly (readonly number[])[], emittedValues: number[]) {
    return async ({ emit, room }: Emitter<number>): Promise<void> => {
      const run = async (sizes: readonly number[]): Promise<void> => {
        for (const size of sizes) {
          await s.schedule(Promise.resolve(), "piece");
          for (let index = 0; index < size; index++) {
            emittedValues.push(emittedValues.length);
            emit(emittedValues.length - 1);
          }
          await room();
        }
      };
      await Promise.all(pieces.map(run));
    };
  }

  test("every value once and in order, whoever is slow, and no more waiting than allowed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), workers, capacity, async (s, pieces, most) => {
        const emittedValues: number[] = [];
        const taken: number[] = [];
        let waitingMost = 0;
        const consume = async (): Promise<void> => {
          for await (const value of emitted(most, work(s, pieces, emittedValues), () => undefined)) {
            taken.push(value);
            waitingMost = Math.max(waitingMost, emittedValues.length - taken.length);
            await s.schedule(Promise.resolve(), "take");
          }
        };
        await s.waitFor(consume());
        expect(taken).toEqual(emittedValues);
        expect(taken).toHaveLength(pieces.flat().reduce((sum, size) => sum + size, 0));
        // One piece of each worker may come on top: all of them are let in at once.
        const onTop = pieces.reduce((sum, sizes) => sum + Math.max(0, ...sizes), 0);
        expect(waitingMost).toBeLessThanOrEqual(most - 1 + onTop);
      }),
      RUNS,
    );
  });

  test("a consumer that leaves after any value: told once if work goes on, and work has ended before it goes on", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        workers,
        capacity,
        fc.integer({ min: 1, max: 20 }),
        async (s, pieces, most, leaveAfter) => {
          const emittedValues: number[] = [];
          let told = 0;
          let hasEnded = false;
          const watched = async (emitter: Emitter<number>): Promise<void> => {
            await work(s, pieces, emittedValues)(emitter);
            hasEnded = true;
          };
          let taken = 0;
          const consume = async (): Promise<void> => {
            for await (const _ of emitted(most, watched, () => (told += 1))) {
              taken += 1;
              if (taken === leaveAfter) break;
            }
          };
          await s.waitFor(consume());
          expect(hasEnded).toBe(true);
          expect(told).toBeLessThanOrEqual(taken === leaveAfter ? 1 : 0);
        },
      ),
      RUNS,
    );
  });

  test("an error of work at any time comes after all values before it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), workers, capacity, async (s, pieces, most) => {
        const emittedValues: number[] = [];
        const taken: number[] = [];
        const broken = async (emitter: Emitter<number>): Promise<void> => {
          await work(s, pieces, emittedValues)(emitter);
          throw new Error("planned");
        };
        const consume = async (): Promise<void> => {
          for await (const value of emitted(most, broken, () => undefined)) taken.push(value);
        };
        const run = consume().then(
          () => "done",
          (error: Error) => error.message,
        );
        expect(await s.waitFor(run)).toBe("planned");
        expect(taken).toEqual(emittedValues);
      }),
      RUNS,
    );
  });
});
