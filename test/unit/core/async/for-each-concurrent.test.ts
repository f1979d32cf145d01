import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { forEachConcurrent } from "../../../../src/core/async/for-each-concurrent.ts";
import { InvariantError } from "../../../../src/core/errors.ts";

const NEVER = new AbortController().signal;

/** Work whose calls end when the test says so. */
function heldWork() {
  const begun: string[] = [];
  const calls = new Map<string, PromiseWithResolvers<void>>();
  const callOf = (item: string): PromiseWithResolvers<void> => {
    const call = calls.get(item);
    if (call === undefined) throw new Error(`${item} has not begun`);
    return call;
  };
  return {
    begun,
    work: (item: string): Promise<void> => {
      begun.push(item);
      const call = Promise.withResolvers<void>();
      calls.set(item, call);
      return call.promise;
    },
    end: (item: string): void => callOf(item).resolve(),
    fail: (item: string, error: Error): void => callOf(item).reject(error),
  };
}

/** Items that tell what was drawn and whether they were closed. */
function watchedItems(items: readonly string[]) {
  const seen = { drawn: 0, isClosed: false };
  function* draw(): Generator<string> {
    try {
      for (const item of items) {
        seen.drawn += 1;
        yield item;
      }
    } finally {
      seen.isClosed = true;
    }
  }
  return { seen, items: draw() };
}

/** Whether a promise has settled by now, after all that could go on has gone on. */
async function stateOf(promise: Promise<void>): Promise<"pending" | "done" | "failed"> {
  let state: "pending" | "done" | "failed" = "pending";
  promise.then(
    () => (state = "done"),
    () => (state = "failed"),
  );
  await turn();
  return state;
}

describe("forEachConcurrent", () => {
  test("begins in the order of the items, each with its index", async () => {
    const calls: unknown[] = [];
    const work = (item: string, index: number): Promise<void> => {
      calls.push([item, index]);
      return turn();
    };
    await forEachConcurrent(["a", "b", "c", "d", "e"], 2, work, NEVER);
    expect(calls).toEqual([
      ["a", 0],
      ["b", 1],
      ["c", 2],
      ["d", 3],
      ["e", 4],
    ]);
  });

  test("draws an item only when its call can begin", async () => {
    const { seen, items } = watchedItems(["a", "b", "c", "d"]);
    const { work, begun, end } = heldWork();
    const run = forEachConcurrent(items, 2, work, NEVER);
    expect(begun).toEqual(["a", "b"]);
    expect(seen.drawn).toBe(2);
    end("b");
    await turn();
    expect(begun).toEqual(["a", "b", "c"]);
    expect(seen.drawn).toBe(3);
    for (const item of ["a", "c"]) end(item);
    await turn();
    end("d");
    await run;
    expect(seen).toEqual({ drawn: 4, isClosed: true });
  });

  test("a limit beyond the number of items is no trouble, and nothing to do is done at once", async () => {
    const { work, begun, end } = heldWork();
    const run = forEachConcurrent(["a", "b"], 1_000_000, work, NEVER);
    expect(begun).toEqual(["a", "b"]);
    end("a");
    end("b");
    await run;
    await forEachConcurrent([], 3, work, NEVER);
    expect(begun).toHaveLength(2);
  });

  test.each([0, -1, 1.5, Number.NaN])("a limit of %d is a bug of the caller", async (limit) => {
    await expect(forEachConcurrent(["a"], limit, () => turn(), NEVER)).rejects.toThrow(InvariantError);
  });

  describe("when aborted", () => {
    test("begins nothing new, waits for what is under way, then resolves and closes the items", async () => {
      const abort = new AbortController();
      const { seen, items } = watchedItems(["a", "b", "c", "d"]);
      const { work, begun, end } = heldWork();
      const run = forEachConcurrent(items, 2, work, abort.signal);
      abort.abort();
      end("a");
      expect(await stateOf(run)).toBe("pending");
      expect(seen).toEqual({ drawn: 2, isClosed: false });
      end("b");
      expect(await stateOf(run)).toBe("done");
      expect(begun).toEqual(["a", "b"]);
      expect(seen).toEqual({ drawn: 2, isClosed: true });
    });

    test("before the start: nothing is drawn or begun", async () => {
      const { seen, items } = watchedItems(["a"]);
      const { work, begun } = heldWork();
      await forEachConcurrent(items, 2, work, AbortSignal.abort());
      expect(seen.drawn).toBe(0);
      expect(begun).toEqual([]);
    });

    test("while the first calls begin: no further one begins", async () => {
      const abort = new AbortController();
      const begun: string[] = [];
      const work = (item: string): Promise<void> => {
        begun.push(item);
        abort.abort();
        return Promise.resolve();
      };
      await forEachConcurrent(["a", "b", "c"], 3, work, abort.signal);
      expect(begun).toEqual(["a"]);
    });
  });

  describe("when a call fails", () => {
    test("rejects with the first error, after the others have settled, and closes the items", async () => {
      const { seen, items } = watchedItems(["a", "b", "c", "d", "e"]);
      const { work, begun, end, fail } = heldWork();
      const run = forEachConcurrent(items, 3, work, NEVER);
      const first = new Error("the first");
      fail("b", first);
      expect(await stateOf(run)).toBe("pending");
      fail("a", new Error("the second"));
      expect(await stateOf(run)).toBe("pending");
      end("c");
      await expect(run).rejects.toBe(first);
      expect(begun).toEqual(["a", "b", "c"]);
      expect(seen).toEqual({ drawn: 3, isClosed: true });
    });

    test("at once, without a promise: the same", async () => {
      const broken = (): Promise<void> => {
        throw new Error("at once");
      };
      await expect(forEachConcurrent(["a", "b"], 2, broken, NEVER)).rejects.toThrow("at once");
    });

    test("undefined is an error, too", async () => {
      // A rejection without a reason is what this test is about.
      // oxlint-disable-next-line typescript/prefer-promise-reject-errors
      const broken = (): Promise<void> => Promise.reject();
      await expect(forEachConcurrent(["a"], 1, broken, NEVER)).rejects.toBeUndefined();
    });
  });

  describe("when the items fail", () => {
    function* brokenAfter(count: number): Generator<string> {
      for (let index = 0; index < count; index++) yield `item ${index}`;
      throw new Error("the list broke");
    }

    test("while the first calls begin: those under way are awaited", async () => {
      const { work, begun, end } = heldWork();
      const run = forEachConcurrent(brokenAfter(1), 3, work, NEVER);
      expect(await stateOf(run)).toBe("pending");
      end("item 0");
      await expect(run).rejects.toThrow("the list broke");
      expect(begun).toEqual(["item 0"]);
    });

    test("later on: the same", async () => {
      const { work, end } = heldWork();
      const run = forEachConcurrent(brokenAfter(2), 2, work, NEVER);
      end("item 0");
      expect(await stateOf(run)).toBe("pending");
      end("item 1");
      await expect(run).rejects.toThrow("the list broke");
    });

    test("while they are closed: told, unless an earlier error is", async () => {
      const items = {
        [Symbol.iterator]: () => ({
          next: () => ({ done: false as const, value: "a" }),
          return: () => {
            throw new Error("can't close");
          },
        }),
      };
      const abort = new AbortController();
      const stop = (): Promise<void> => {
        abort.abort();
        return Promise.resolve();
      };
      await expect(forEachConcurrent(items, 1, stop, abort.signal)).rejects.toThrow("can't close");
      const broken = (): Promise<void> => Promise.reject(new Error("the work broke"));
      await expect(forEachConcurrent(items, 1, broken, NEVER)).rejects.toThrow("the work broke");
    });
  });

  test("items without a way to close them are fine, and those drawn to the end are not closed", async () => {
    let closed = 0;
    const bare = (withReturn: boolean): Iterable<string> => ({
      [Symbol.iterator]: () => {
        const inner = ["a", "b"][Symbol.iterator]();
        const next = (): IteratorResult<string> => inner.next();
        if (!withReturn) return { next };
        return { next, return: () => ({ done: true, value: (closed += 1) }) };
      },
    });
    await forEachConcurrent(bare(true), 2, () => turn(), NEVER);
    expect(closed).toBe(0);
    const abort = new AbortController();
    const stop = (): Promise<void> => {
      abort.abort();
      return Promise.resolve();
    };
    await forEachConcurrent(bare(false), 1, stop, abort.signal);
    expect(abort.signal.aborted).toBe(true);
  });
});
