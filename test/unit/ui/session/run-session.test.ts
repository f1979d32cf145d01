import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { EnvironmentError } from "../../../../src/core/errors.ts";
import type { RunEvent } from "../../../../src/core/run/event.ts";
import { createSession } from "../../../../src/ui/session/session.ts";
import { createStore, type Store } from "../../../../src/ui/store/store.ts";
import type { UiPorts } from "../../../../src/ui/ports.ts";
import { fakePorts, replay } from "../../../support/ui-ports.ts";
import { eventsOf, HEALTHY, MISSING_RECORD } from "../../../support/ui-runs.ts";
import { CONTEXT, started } from "../../../support/ui-states.ts";

/** A run whose events a test hands over one by one. */
function fedRun() {
  const waiting: ((event: RunEvent | undefined) => void)[] = [];
  const signals: AbortSignal[] = [];
  async function* diagnose(_domains: readonly string[], signal: AbortSignal): AsyncGenerator<RunEvent> {
    signals.push(signal);
    for (;;) {
      const event = await new Promise<RunEvent | undefined>((resolve) => waiting.push(resolve));
      if (event === undefined) return;
      yield event;
    }
  }
  return {
    diagnose,
    signals,
    /** Hands an event to the run that has been waiting longest; undefined ends it. */
    feed: async (event: RunEvent | undefined): Promise<void> => {
      await turn();
      waiting.shift()?.(event);
      await turn();
    },
  };
}

function opened(overrides: Partial<UiPorts> = {}) {
  const ports = fakePorts(overrides);
  const quits: string[] = [];
  const session = createSession(ports, {
    quit: (how) => quits.push(how),
    suspend: () => quits.push("suspend"),
  });
  const store: Store = createStore(started(), CONTEXT, ports.nowMs, session.carryOut);
  return { ports, session, store, quits, press: (key: string) => store.dispatch({ type: "key", key }) };
}

describe("a run", () => {
  test("begins with what the machine has, and is seen to its end", async () => {
    const { session, store } = opened();
    session.begin(store, null);
    expect(store.state().run.phase).toBe("running");
    await turn();
    expect(store.state().machine?.suffixes).toEqual(["corp.example"]);
    await expect.poll(() => store.state().run.phase).toBe("done");
    expect(store.state().run.targets).toHaveLength(2);
    expect(session.run.events()).toEqual(eventsOf(HEALTHY));
    session.close();
  });

  test("is told to the screens some twelve times a second, however many events come", async () => {
    const { diagnose, feed } = fedRun();
    const { ports, session, store } = opened({ diagnose });
    let told = 0;
    session.begin(store, null);
    await turn();
    store.subscribe(() => (told += 1));
    for (const event of eventsOf(HEALTHY).slice(0, 10)) await feed(event);
    expect(told).toBe(0);
    ports.advance(100);
    expect(told).toBe(1);
    expect(store.state().run.domains).toHaveLength(1);
    session.close();
  });

  test("that is begun again ends the one before, of which nothing more is heard", async () => {
    const { diagnose, feed, signals } = fedRun();
    const { ports, session, store, press } = opened({ diagnose });
    session.begin(store, null);
    await turn();
    press("r");
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    // The first is fed its end after the second has begun.
    await feed({ type: "run-finished", elapsedMs: 1, partial: true });
    ports.advance(100);
    expect(store.state().run.phase).toBe("running");
    session.close();
  });

  test("of which a notice was still to come does not speak over its successor", async () => {
    const { diagnose, feed } = fedRun();
    const { ports, session, store, press } = opened({ diagnose });
    session.begin(store, null);
    for (const event of eventsOf(HEALTHY).slice(0, 10)) await feed(event);
    press("r");
    const successor = store.state().run;
    ports.advance(100);
    expect(store.state().run.domains).toEqual(successor.domains);
    expect(store.state().run.domains).toEqual([]);
    session.close();
  });

  test("is stopped by its key; what is known stays", async () => {
    const { diagnose, feed, signals } = fedRun();
    const { session, store, press } = opened({ diagnose });
    session.begin(store, null);
    for (const event of eventsOf(HEALTHY).slice(0, 10)) await feed(event);
    press("ctrl+x");
    expect(signals[0]?.aborted).toBe(true);
    await feed({ type: "run-finished", elapsedMs: 1, partial: true });
    await feed(undefined);
    expect(store.state().run).toMatchObject({ phase: "partial", domains: [{ status: "found" }] });
    session.close();
  });

  test("that can't be carried out says why and what to do, and leaves an entry in the log", async () => {
    const { session, store } = opened({
      // oxlint-disable-next-line require-yield
      diagnose: async function* diagnose() {
        await turn();
        throw new EnvironmentError("No DNS server is known", { hint: "Name one with --server" });
      },
    });
    session.begin(store, null);
    await expect.poll(() => store.state().run.phase).toBe("failed");
    expect(store.state().run.failure).toBe("No DNS server is known. Name one with --server");
    expect(store.state().log.map(({ text }) => text)).toEqual([
      "No DNS server is known. Name one with --server",
    ]);
    session.close();
  });

  test("that meets a bug does not hide it", async () => {
    const { session, store } = opened({
      // oxlint-disable-next-line require-yield
      diagnose: async function* diagnose() {
        await turn();
        throw new TypeError("x is undefined");
      },
    });
    session.begin(store, null);
    await expect.poll(() => store.state().run.failure).toBe("internal error: x is undefined");
    session.close();
  });

  test("exports the events of the last run that came to its end", async () => {
    let runs = 0;
    const { diagnose } = fedRun();
    const { ports, session, store, press } = opened({
      diagnose: (domains, signal) =>
        runs++ === 0 ? replay(eventsOf(MISSING_RECORD)) : diagnose(domains, signal),
    });
    session.begin(store, null);
    await expect.poll(() => store.state().run.phase).toBe("done");
    press("r");
    press("e");
    press("enter");
    await expect.poll(() => store.state().notice?.text).toBe("exported as /home/admin/kms-doctor.json");
    expect(ports.calls).toContain(`export json of ${eventsOf(MISSING_RECORD).length} events`);
    session.close();
  });
});

describe("watching", () => {
  test("checks again at the interval, once at a time, until it is ended", async () => {
    const { ports, session, store, press } = opened();
    session.begin(store, null);
    await expect.poll(() => store.state().run.phase).toBe("done");
    press("w");
    const runs = (): number => ports.calls.filter((call) => call.startsWith("diagnose")).length;
    await expect.poll(() => store.state().watch.nextAtMs !== null).toBe(true);
    expect(runs()).toBe(2);
    ports.advance(29_000);
    expect(runs()).toBe(2);
    ports.advance(2000);
    expect(runs()).toBe(3);
    await expect.poll(() => store.state().watch.nextAtMs !== null).toBe(true);
    press("w");
    ports.advance(600_000);
    expect(runs()).toBe(3);
    session.close();
  });

  test("a check by hand takes the place of the one that is to come", async () => {
    const { ports, session, store, press } = opened();
    session.begin(store, null);
    await expect.poll(() => store.state().run.phase).toBe("done");
    press("w");
    await expect.poll(() => store.state().watch.nextAtMs !== null).toBe(true);
    ports.advance(20_000);
    press("r");
    await expect.poll(() => store.state().history.runs).toBe(3);
    ports.advance(15_000);
    expect(ports.calls.filter((call) => call.startsWith("diagnose"))).toHaveLength(3);
    session.close();
  });

  test("nothing is scheduled once it is closed", async () => {
    const { ports, session, store, press } = opened();
    session.begin(store, null);
    await expect.poll(() => store.state().run.phase).toBe("done");
    press("w");
    await expect.poll(() => store.state().watch.nextAtMs !== null).toBe(true);
    session.close();
    expect(ports.scheduled()).toEqual([]);
  });
});

describe("other effects", () => {
  test("domains are judged before they are asked about", async () => {
    const { ports, session, store, press } = opened();
    session.begin(store, null);
    await expect.poll(() => store.state().run.phase).toBe("done");
    const enter = (text: string): void => {
      press("d");
      press("ctrl+u");
      store.dispatch({ type: "paste", text });
      press("enter");
    };
    enter("b..example");
    expect(store.state().overlays.at(-1)).toMatchObject({
      kind: "prompt",
      problem: expect.stringContaining("b..example") as string,
    });
    press("esc");
    enter("B.example., c.example");
    expect(store.state()).toMatchObject({ domains: ["b.example", "c.example"], overlays: [] });
    expect(ports.calls.at(-1)).toBe("diagnose b.example c.example");
    session.close();
  });

  test("the lab is opened, flipped and closed, and an unknown one is told", async () => {
    const { ports, session, store } = opened();
    session.begin(store, "gone");
    await expect.poll(() => store.state().notice?.text).toBe("there is no scenario gone");
    session.carryOut({ kind: "lab-open", name: "healthy" }, store);
    await expect.poll(() => store.state().lab?.name).toBe("healthy");
    expect(store.state().domains).toEqual(["corp.test"]);
    session.carryOut({ kind: "lab-flip", id: "host kms1" }, store);
    await expect.poll(() => ports.calls.includes("lab-flip host kms1")).toBe(true);
    session.carryOut({ kind: "lab-close" }, store);
    await expect.poll(() => store.state().lab).toBeNull();
    expect(ports.calls).toContain("lab-close");
    session.close();
  });

  test("what fails is told where one looks, and in the log", async () => {
    const { session, store } = opened({ readPaste: () => Promise.reject(new Error("no table")) });
    session.carryOut({ kind: "read-paste", text: "x" }, store);
    await expect.poll(() => store.state().notice?.text).toBe("internal error: no table");
    expect(store.state().log.at(-1)).toMatchObject({ text: "internal error: no table", tone: "bad" });
    session.close();
  });

  test("a machine that can't be read is told, and stops nothing", async () => {
    const { session, store } = opened({ machine: () => Promise.reject(new Error("no resolv.conf")) });
    session.begin(store, null);
    await expect.poll(() => store.state().machineProblem).toBe("no resolv.conf");
    await expect.poll(() => store.state().run.phase).toBe("done");
    session.close();
  });

  test("quitting and the background go to the one who opened it", () => {
    const { quits, press } = opened();
    for (const key of ["q", "Q", "ctrl+c", "ctrl+z"]) press(key);
    expect(quits).toEqual(["verdict", "report", "interrupt", "suspend"]);
  });

  test("saved, copied and explained is what was asked for", async () => {
    const { ports, session, store } = opened({
      readPaste: () => Promise.resolve([{ title: "0xC004F074", rows: [] }]),
      saveText: () => Promise.resolve({ ok: false, error: "it exists already" }),
    });
    session.carryOut({ kind: "copy", text: "kms1" }, store);
    expect(ports.calls).toEqual(["copy kms1"]);
    session.carryOut({ kind: "read-paste", text: "0xC004F074" }, store);
    await expect.poll(() => store.state().overlays.at(-1)?.kind).toBe("told");
    session.carryOut({ kind: "save", name: "a.txt", text: "x" }, store);
    await expect.poll(() => store.state().notice).toMatchObject({ text: "it exists already", tone: "bad" });
    session.close();
  });
});
