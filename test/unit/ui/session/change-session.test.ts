import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { EnvironmentError } from "../../../../src/core/errors.ts";
import type { RunEvent } from "../../../../src/core/run/event.ts";
import type { ChangeDesk, UiPorts } from "../../../../src/ui/ports.ts";
import { createSession } from "../../../../src/ui/session/session.ts";
import { createStore } from "../../../../src/ui/store/store.ts";
import { fakePorts, replay } from "../../../support/ui-ports.ts";
import { policyOf, SRV_MISSING } from "../../../support/ui-runs.ts";
import { CONTEXT, PLAN, started, typed } from "../../../support/ui-states.ts";

const POLICY_EVENTS: readonly RunEvent[] = [
  {
    type: "probe-finished",
    probe: { kind: "update-policy", zone: "corp.example" },
    result: { kind: "update-policy", report: policyOf("corp.example", { policy: "gss-tsig" }) },
  },
];

const APPLIED: RunEvent = {
  type: "change-applied",
  zone: "corp.example",
  primary: "10.20.1.1:53",
  applied: true,
  rcode: "NOERROR",
  journal: "J1",
  evidence: [],
};

function replica(server: string): RunEvent {
  return {
    type: "probe-finished",
    probe: { kind: "replica", zone: "corp.example", server },
    result: {
      kind: "replica",
      report: { server, ok: true, serial: 2, seen: [], afterMs: 3, why: null },
    },
  };
}

/** A change that shows its plan and goes on by the answer. */
async function* planned(
  desk: ChangeDesk,
  signal: AbortSignal,
  rest: readonly RunEvent[],
): AsyncGenerator<RunEvent> {
  yield { type: "plan-ready", plan: PLAN };
  desk.announce("asking 10.20.1.1:53");
  if (!(await desk.confirm([PLAN], signal))) return;
  yield* replay(rest);
}

function opened(overrides: Partial<UiPorts> = {}) {
  const answers: boolean[] = [];
  const signals: AbortSignal[] = [];
  const ports = fakePorts({
    updatePolicy: () => replay(POLICY_EVENTS),
    change: (_request, desk, signal) => {
      signals.push(signal);
      const told: ChangeDesk = {
        ...desk,
        confirm: async (...args) => {
          const isYes = await desk.confirm(...args);
          answers.push(isYes);
          return isYes;
        },
      };
      return planned(told, signal, [APPLIED, replica("10.20.1.1:53"), replica("10.20.1.2:53")]);
    },
    ...overrides,
  });
  const session = createSession(ports, { quit: () => undefined, suspend: () => undefined });
  const store = createStore(
    started({ domains: ["corp.example"], mayWrite: true }),
    CONTEXT,
    ports.nowMs,
    session.carryOut,
  );
  const press = (...names: readonly string[]): void => {
    for (const key of names) store.dispatch({ type: "key", key });
  };
  const type = (text: string): void => {
    for (const action of typed(text)) store.dispatch(action);
  };
  press("5", "n", "enter");
  type("kms1.corp.example");
  const step = () => store.state().publish.step;
  return { ports, session, store, press, type, step, answers, signals };
}

describe("a change", () => {
  test("is planned, agreed to by the zone's name, carried out, proved and checked again", async () => {
    const { session, store, press, type, step, answers, ports } = opened();
    press("enter");
    await expect.poll(() => step().kind).toBe("plan");
    expect(store.state().publish.policy?.policy).toBe("gss-tsig");
    expect(store.state().publish.announcements).toEqual(["asking 10.20.1.1:53"]);
    type("corp.example");
    press("enter");
    expect(step().kind).toBe("applying");
    await expect.poll(() => step().kind).toBe("done");
    expect(step()).toEqual({ kind: "done", outcome: "changed" });
    expect(store.state().publish.verified.map(({ server }) => server)).toEqual([
      "10.20.1.1:53",
      "10.20.1.2:53",
    ]);
    expect(store.state().publish.journal).toBe("J1");
    expect(answers).toEqual([true]);
    expect(ports.calls).toContain("diagnose corp.example");
    session.close();
  });

  test("that is left at the plan is answered no, and its end is not heard", async () => {
    const { session, press, step, answers, signals } = opened();
    press("enter");
    await expect.poll(() => step().kind).toBe("plan");
    press("esc");
    await turn();
    await turn();
    expect(answers).toEqual([false]);
    expect(signals[0]?.aborted).toBe(true);
    expect(step().kind).toBe("form");
    session.close();
  });

  test("is left when the interface closes: no plan is carried out by that", async () => {
    const { session, press, step, answers } = opened();
    press("enter");
    await expect.poll(() => step().kind).toBe("plan");
    session.close();
    await turn();
    expect(answers).toEqual([false]);
  });

  test("is not made where the zone takes no updates", async () => {
    const { session, press, step, signals } = opened({
      updatePolicy: () =>
        replay([
          {
            type: "probe-finished",
            probe: { kind: "update-policy", zone: "corp.example" },
            result: { kind: "update-policy", report: policyOf("corp.example", { evidence: ["NOTIMP"] }) },
          },
        ]),
    });
    press("enter");
    await expect.poll(() => step().kind).toBe("refused");
    expect(signals).toEqual([]);
    session.close();
  });

  test("is not made where it can't be told how the zone takes updates: the reason is said", async () => {
    const { session, press, step } = opened({
      // oxlint-disable-next-line require-yield
      updatePolicy: async function* updatePolicy() {
        await turn();
        throw new EnvironmentError("No DNS server answers", { hint: "Name one with --server" });
      },
    });
    press("enter");
    await expect
      .poll(() => step())
      .toEqual({
        kind: "refused",
        why: ["No DNS server answers. Name one with --server"],
      });
    session.close();
  });

  test("that fails or is refused says why, with what to do", async () => {
    const { session, press, type, step } = opened({
      change: (_request, desk, signal) =>
        planned(desk, signal, [{ type: "finding-raised", finding: { ...SRV_MISSING, id: "update-failed" } }]),
    });
    press("enter");
    await expect.poll(() => step().kind).toBe("plan");
    type("corp.example");
    press("enter");
    await expect.poll(() => step().kind).toBe("refused");
    expect(step()).toMatchObject({
      why: expect.arrayContaining([SRV_MISSING.title, `do: ${SRV_MISSING.remedy[0] ?? ""}`]) as unknown,
    });
    session.close();
  });

  test("that meets an error says so", async () => {
    const { session, press, step } = opened({
      // oxlint-disable-next-line require-yield
      change: async function* change() {
        await turn();
        throw new Error("no key");
      },
    });
    press("enter");
    await expect.poll(() => step()).toEqual({ kind: "refused", why: ["internal error: no key"] });
    session.close();
  });

  test.each([
    ["nothing", []],
    ["unknown", [{ ...APPLIED, applied: null }]],
    ["not-changed", [{ ...APPLIED, applied: false }]],
  ] as const)("whose end is %s is told as such", async (outcome, rest) => {
    const { session, press, type, store, step } = opened({
      change: (_request, desk, signal) =>
        outcome === "nothing"
          ? replay([{ type: "plan-ready", plan: { ...PLAN, changes: [] } }])
          : planned(desk, signal, rest),
    });
    press("enter");
    if (outcome !== "nothing") {
      await expect.poll(() => step().kind).toBe("plan");
      type("corp.example");
      press("enter");
    }
    await expect.poll(() => ["done", "refused"].includes(step().kind)).toBe(true);
    expect(step()).toMatchObject(outcome === "not-changed" ? { kind: "refused" } : { kind: "done", outcome });
    expect(store.state().run.phase).toBe("idle");
    session.close();
  });

  test("what was asked for first and comes in last does not speak over what was asked for last", async () => {
    const waiting: ((events: readonly RunEvent[]) => void)[] = [];
    const { session, press, step } = opened({
      updatePolicy: async function* updatePolicy() {
        yield* replay(await new Promise<readonly RunEvent[]>((resolve) => waiting.push(resolve)));
        if (waiting.length === 1) throw new Error("the first one failed");
      },
      change: () => replay([]),
    });
    press("enter", "n", "esc");
    press("5", "enter");
    await turn();
    waiting[0]?.([]);
    await turn();
    await turn();
    expect(step().kind).not.toBe("refused");
    session.close();
  });

  test("is taken back by u, by its entry in the journal", async () => {
    const undone: (string | null)[] = [];
    const { session, store, press, type, step } = opened({
      undo: (id, desk, signal) => {
        undone.push(id);
        return planned(desk, signal, [{ ...APPLIED, journal: "J2" }]);
      },
    });
    press("enter");
    await expect.poll(() => step().kind).toBe("plan");
    type("corp.example");
    press("enter");
    await expect.poll(() => step().kind).toBe("done");
    press("u");
    await expect.poll(() => step().kind).toBe("plan");
    type("corp.example");
    press("enter");
    await expect.poll(() => step().kind).toBe("done");
    expect(undone).toEqual(["J1"]);
    expect(store.state().publish).toMatchObject({ goal: "undo", journal: null });
    session.close();
  });
});

describe("the other ways", () => {
  test("a snippet is made and shown; where it can't be, that is said", async () => {
    const { session, store, step } = opened();
    session.carryOut({ kind: "snippet", product: "bind-zone", clients: [] }, store);
    await expect.poll(() => step()).toMatchObject({ kind: "snippet", product: "bind-zone", savedAs: null });
    const failing = opened({ snippet: () => Promise.resolve({ ok: false, error: "a TTL is needed" }) });
    failing.session.carryOut({ kind: "snippet", product: "bind-zone", clients: [] }, failing.store);
    await expect
      .poll(() => failing.store.state().notice)
      .toMatchObject({ text: "a TTL is needed", tone: "bad" });
    session.close();
    failing.session.close();
  });

  test("a zone file is shown first and written then; an error is told", async () => {
    const { ports, session, store, step } = opened();
    session.carryOut({ kind: "zone-file", file: "c.zone", isDryRun: true }, store);
    await expect
      .poll(() => step())
      .toMatchObject({ kind: "zone-file", isDone: false, view: { backup: null } });
    session.carryOut({ kind: "zone-file", file: "c.zone", isDryRun: false }, store);
    await expect
      .poll(() => step())
      .toMatchObject({ kind: "zone-file", isDone: true, view: { backup: "c.zone.bak" } });
    expect(ports.calls.filter((call) => call.startsWith("zone-file"))).toEqual([
      "zone-file c.zone dry",
      "zone-file c.zone",
    ]);
    const failing = opened({ zoneFile: () => Promise.resolve({ ok: false, error: "it is no zone file" }) });
    failing.session.carryOut({ kind: "zone-file", file: "c.zone", isDryRun: true }, failing.store);
    await expect.poll(() => failing.store.state().notice?.text).toBe("it is no zone file");
    session.close();
    failing.session.close();
  });
});
