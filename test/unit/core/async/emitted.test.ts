// A rejection that nobody handles fails the run of vitest: that there is none is tested by every test here.
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { emitted, type Emitter } from "../../../../src/core/async/emitted.ts";

const nobodyLeft = (): void => {
  throw new Error("the consumer stayed");
};

async function all<E>(values: AsyncIterable<E>): Promise<readonly E[]> {
  const taken: E[] = [];
  for await (const value of values) taken.push(value);
  return taken;
}

describe("emitted", () => {
  test("values come in the order in which they were emitted, at once or later", async () => {
    const values = emitted<number>(
      4,
      async ({ emit }) => {
        emit(1);
        emit(2);
        await turn();
        emit(3);
        await turn();
        emit(4);
        emit(5);
      },
      nobodyLeft,
    );
    expect(await all(values)).toEqual([1, 2, 3, 4, 5]);
  });

  test("work that emits nothing ends the values when it ends", async () => {
    expect(await all(emitted(1, () => turn(), nobodyLeft))).toEqual([]);
    expect(await all(emitted(1, () => Promise.resolve(), nobodyLeft))).toEqual([]);
  });

  test("work begins with the first question for a value, not before", async () => {
    let isBegun = false;
    const work = ({ emit }: Emitter<string>): Promise<void> => {
      isBegun = true;
      emit("a");
      return Promise.resolve();
    };
    const values = emitted(1, work, nobodyLeft);
    await turn();
    expect(isBegun).toBe(false);
    expect(await values.next()).toEqual({ done: false, value: "a" });
    expect(isBegun).toBe(true);
    await values.return();
  });

  test("a value emitted while the consumer waits reaches it before the work goes on", async () => {
    const gate = Promise.withResolvers<void>();
    const values = emitted<string>(
      1,
      async ({ emit }) => {
        await turn();
        emit("a");
        await gate.promise;
      },
      nobodyLeft,
    );
    expect(await values.next()).toEqual({ done: false, value: "a" });
    gate.resolve();
    expect((await values.next()).done).toBe(true);
  });

  test("what is emitted after the end is dropped", async () => {
    let late: Emitter<string>["emit"] = () => undefined;
    const work = ({ emit }: Emitter<string>): Promise<void> => {
      late = emit;
      emit("in time");
      return Promise.resolve();
    };
    expect(await all(emitted(1, work, nobodyLeft))).toEqual(["in time"]);
    late("too late");
  });

  describe("back-pressure", () => {
    /** Emits 1, 2, 3, … and asks for room after each. */
    function counting(last: number) {
      const seen = { emitted: 0 };
      const work = async ({ emit, room }: Emitter<number>): Promise<void> => {
        while (seen.emitted < last) {
          seen.emitted += 1;
          emit(seen.emitted);
          await room();
        }
      };
      return { seen, work };
    }

    test("work that asks for room is never more than `capacity` values ahead", async () => {
      const { seen, work } = counting(50);
      let taken = 0;
      let furthest = 0;
      for await (const value of emitted(4, work, nobodyLeft)) {
        taken += 1;
        expect(value).toBe(taken);
        await turn();
        furthest = Math.max(furthest, seen.emitted - taken);
      }
      expect(taken).toBe(50);
      expect(furthest).toBe(4);
    });

    test("work that waits goes on as soon as there is room for one, not only when all is taken", async () => {
      const { seen, work } = counting(10);
      const values = emitted(4, work, () => undefined);
      await values.next();
      await turn();
      expect(seen.emitted).toBe(5);
      await values.next();
      await turn();
      expect(seen.emitted).toBe(6);
      await values.return();
    });

    test("everyone who waits for room goes on, also those who emit nothing more", async () => {
      const work = async ({ emit, room }: Emitter<number>): Promise<void> => {
        await Promise.all(
          Array.from({ length: 20 }, async (_, index) => {
            emit(index);
            await room();
          }),
        );
      };
      expect(await all(emitted(2, work, nobodyLeft))).toHaveLength(20);
    });

    test("work that does not ask is not held, and nothing is lost", async () => {
      const work = ({ emit }: Emitter<number>): Promise<void> => {
        for (let value = 0; value < 1000; value++) emit(value);
        return Promise.resolve();
      };
      expect(await all(emitted(1, work, nobodyLeft))).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    });
  });

  describe("an error of the work", () => {
    test.each([
      [
        "after a pause",
        async ({ emit }: Emitter<number>): Promise<void> => {
          emit(1);
          await turn();
          emit(2);
          throw new Error("broken");
        },
      ],
      [
        "at once",
        (({ emit }) => {
          emit(1);
          emit(2);
          return Promise.reject(new Error("broken"));
        }) satisfies (emitter: Emitter<number>) => Promise<void>,
      ],
      [
        "without a promise",
        (({ emit }) => {
          emit(1);
          emit(2);
          throw new Error("broken");
        }) satisfies (emitter: Emitter<number>) => Promise<void>,
      ],
    ])("%s reaches the consumer after the values", async (_when, work) => {
      const taken: number[] = [];
      const run = async (): Promise<void> => {
        for await (const value of emitted(1, work, nobodyLeft)) {
          taken.push(value);
          await turn();
        }
      };
      await expect(run()).rejects.toThrow("broken");
      expect(taken).toEqual([1, 2]);
    });

    test("while the consumer waits wakes it", async () => {
      const work = async (): Promise<void> => {
        await turn();
        throw new Error("broken");
      };
      await expect(emitted(1, work, nobodyLeft).next()).rejects.toThrow("broken");
    });
  });
});
