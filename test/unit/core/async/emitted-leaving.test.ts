import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { emitted, type Emitter } from "../../../../src/core/async/emitted.ts";

const nobodyLeft = (): void => {
  throw new Error("the consumer stayed");
};

describe("a consumer of emitted values that leaves early", () => {
  test("is told of, and waits until the work has ended", async () => {
    const left = Promise.withResolvers<void>();
    const steps: string[] = [];
    const work = async ({ emit }: Emitter<string>): Promise<void> => {
      emit("a");
      await left.promise;
      await turn();
      emit("nobody takes this");
      steps.push("work ended");
    };
    for await (const value of emitted(1, work, () => {
      steps.push("told");
      left.resolve();
    })) {
      expect(value).toBe("a");
      break;
    }
    steps.push("consumer goes on");
    expect(steps).toEqual(["told", "work ended", "consumer goes on"]);
  });

  test("frees work that waits for room, which is then never full again", async () => {
    let isThrough = false;
    const work = async ({ emit, room }: Emitter<number>): Promise<void> => {
      for (let value = 0; value < 100; value++) {
        emit(value);
        await room();
      }
      isThrough = true;
    };
    const values = emitted(2, work, () => undefined);
    await values.next();
    await values.return();
    expect(isThrough).toBe(true);
  });

  test("with an error of its own: the same, and the error is its own", async () => {
    let told = 0;
    const left = Promise.withResolvers<void>();
    const run = async (): Promise<void> => {
      const values = emitted<string>(
        1,
        ({ emit }) => {
          emit("a");
          return left.promise;
        },
        () => {
          told += 1;
          left.resolve();
        },
      );
      for await (const value of values) throw new Error(`can't print ${value}`);
    };
    await expect(run()).rejects.toThrow("can't print a");
    expect(told).toBe(1);
  });

  test("after the work has ended: there is nothing to stop", async () => {
    const work = ({ emit }: Emitter<string>): Promise<void> => {
      emit("a");
      emit("b");
      return Promise.resolve();
    };
    const values = emitted(1, work, nobodyLeft);
    await values.next();
    await values.return();
    expect(await values.next()).toEqual({ done: true, value: undefined });
  });

  test("before anything was asked for: the work never begins", async () => {
    const values = emitted(1, () => Promise.reject(new Error("begun")), nobodyLeft);
    await values.return();
    expect((await values.next()).done).toBe(true);
  });

  test("learns of an error that ends the work while it is stopped", async () => {
    const left = Promise.withResolvers<void>();
    const work = ({ emit }: Emitter<string>): Promise<void> => {
      emit("a");
      return left.promise;
    };
    const values = emitted(1, work, () => left.reject(new Error("stopped badly")));
    await values.next();
    await expect(values.return()).rejects.toThrow("stopped badly");
  });
});
