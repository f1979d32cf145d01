import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { runEvents, type EventEmitter } from "../../../src/app/run-events.ts";
import { EVENT_SCHEMA_VERSION, type RunEvent } from "../../../src/core/run/event.ts";
import { AT } from "../../support/facts.ts";
import { manualClock } from "../../support/lab-clock.ts";

const INFO = { version: "1.2.3", command: "probe" };

function progress(done: number): RunEvent {
  return { type: "progress", unit: "endpoints", done, total: 9 };
}

/** The events of a run whose clock moves by what the work says. */
function start(
  work: (events: EventEmitter, signal: AbortSignal, advance: (ms: number) => void) => Promise<void>,
  signal: AbortSignal = new AbortController().signal,
) {
  const clock = manualClock();
  return runEvents(INFO, { clock, timestamp: () => AT }, signal, (events, runSignal) =>
    work(events, runSignal, clock.advance),
  );
}

async function all(events: AsyncIterable<RunEvent>): Promise<readonly RunEvent[]> {
  const taken: RunEvent[] = [];
  for await (const event of events) taken.push(event);
  return taken;
}

describe("the events of a run", () => {
  test("stand between run-started and run-finished, which tell who, when and how long", async () => {
    const events = await all(
      start(async ({ emit }, _signal, advance) => {
        emit(progress(1));
        await turn();
        advance(12.3456);
        emit(progress(2));
      }),
    );
    const head = { schema: EVENT_SCHEMA_VERSION, tool: "kms-doctor", ...INFO, startedAt: AT };
    expect(events).toEqual([
      { type: "run-started", ...head },
      progress(1),
      progress(2),
      { type: "run-finished", elapsedMs: 12.3, partial: false },
    ]);
  });

  test("of work that does nothing are the frame alone", async () => {
    const events = await all(start(() => Promise.resolve()));
    expect(events.map(({ type }) => type)).toEqual(["run-started", "run-finished"]);
  });

  test("cancelled in the middle: what the work still says comes, then run-finished, marked partial", async () => {
    const abort = new AbortController();
    const events = start(async ({ emit }, signal) => {
      emit(progress(1));
      await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
      await turn();
      emit(progress(2));
    }, abort.signal);
    const taken: RunEvent[] = [];
    for await (const event of events) {
      taken.push(event);
      if (event.type === "progress") abort.abort();
    }
    expect(taken.map(({ type }) => type)).toEqual(["run-started", "progress", "progress", "run-finished"]);
    expect(taken.at(-1)).toMatchObject({ partial: true });
  });

  test("cancelled before the start: the work sees that, and the frame is whole", async () => {
    const seen: boolean[] = [];
    const work = (_events: EventEmitter, signal: AbortSignal): Promise<void> => {
      seen.push(signal.aborted);
      return Promise.resolve();
    };
    const events = await all(start(work, AbortSignal.abort()));
    expect(seen).toEqual([true]);
    expect(events.map(({ type }) => type)).toEqual(["run-started", "run-finished"]);
    expect(events.at(-1)).toMatchObject({ partial: true });
  });

  test("a consumer that leaves aborts the signal of the work, not the one it was given", async () => {
    const given = new AbortController();
    let workSignal: AbortSignal | undefined;
    let isStopped = false;
    const events = start(async ({ emit }, signal) => {
      workSignal = signal;
      emit(progress(1));
      await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
      isStopped = true;
    }, given.signal);
    for await (const event of events) if (event.type === "progress") break;
    expect(workSignal?.aborted).toBe(true);
    expect(isStopped).toBe(true);
    expect(given.signal.aborted).toBe(false);
  });

  test("an error of the work comes after its events, and nothing claims that the run has finished", async () => {
    const taken: RunEvent[] = [];
    const run = async (): Promise<void> => {
      const events = start(({ emit }) => {
        emit(progress(1));
        return Promise.reject(new Error("a bug"));
      });
      for await (const event of events) taken.push(event);
    };
    await expect(run()).rejects.toThrow("a bug");
    expect(taken.map(({ type }) => type)).toEqual(["run-started", "progress"]);
  });

  test("a slow reader holds the work back", async () => {
    let said = 0;
    let taken = 0;
    let furthest = 0;
    const events = start(async ({ emit, room }) => {
      while (said < 2000) {
        said += 1;
        emit(progress(said));
        await room();
      }
    });
    for await (const event of events) {
      if (event.type === "progress") taken += 1;
      furthest = Math.max(furthest, said - taken);
      if (taken % 100 === 0) await turn();
    }
    expect(taken).toBe(2000);
    expect(furthest).toBeLessThanOrEqual(512);
  });
});
