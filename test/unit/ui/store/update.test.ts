import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COMMAND_IDS, COMMANDS } from "../../../../src/ui/keys/commands.ts";
import type { Action, Effect } from "../../../../src/ui/store/action.ts";
import { NO_RUN } from "../../../../src/ui/store/run-view.ts";
import { update } from "../../../../src/ui/store/update.ts";
import { SCREENS, type UiState } from "../../../../src/ui/store/ui-state.ts";
import { stateProblems } from "../../../support/state-rules.ts";
import { HOSTILE_TEXTS } from "../../../support/hostile-states.ts";
import { LAB, ZONE_DIFF } from "../../../support/ui-ports.ts";
import {
  eventsOf,
  HEALTHY,
  MISSING_RECORD,
  ONE_HOST_DOWN,
  policyOf,
  viewOf,
} from "../../../support/ui-runs.ts";
import {
  after,
  CONTEXT,
  keys,
  PLAN,
  SAMPLES,
  started,
  typed,
  UI_STATES,
} from "../../../support/ui-states.ts";

const ALL_KEYS = [
  ...new Set(COMMAND_IDS.flatMap((command) => COMMANDS[command].keys)),
  ...Array.from("acmtvzACXZ059.;'\"\\é日𝒳"),
  ...["space", "backspace", "delete", "ctrl+a", "ctrl+e", "ctrl+u", "ctrl+w", "alt+x"],
];

const COMES_IN: readonly Action[] = [
  { type: "tick" },
  { type: "resize", columns: 60, rows: 16 },
  { type: "resize", columns: 200, rows: 60 },
  { type: "resize", columns: 10, rows: 3 },
  { type: "paste", text: "0xC004F074 pasted\r\nin two lines" },
  ...Object.values(HOSTILE_TEXTS).map((text) => ({ type: "paste", text }) as const),
  { type: "notice", text: "said", tone: "note" },
  { type: "log", text: "said", tone: "plain" },
  { type: "machine", view: { suffixes: [], resolvers: [], sources: [] } },
  { type: "machine-failed", why: "no" },
  { type: "run", view: viewOf([]) },
  { type: "run", view: viewOf(eventsOf(HEALTHY)) },
  { type: "run", view: viewOf(eventsOf(ONE_HOST_DOWN)) },
  { type: "run", view: viewOf(eventsOf(MISSING_RECORD, true)) },
  { type: "run", view: { ...NO_RUN, phase: "failed", failure: "why" } },
  { type: "watch-due" },
  { type: "domains", domains: ["corp.example", "b.example"] },
  { type: "domains-refused", why: "no domain" },
  { type: "policy", policy: policyOf("corp.example", { policy: "open" }), why: [] },
  { type: "policy", policy: policyOf("corp.example"), why: [] },
  { type: "policy", policy: null, why: ["silent"] },
  { type: "plans", plans: [PLAN] },
  { type: "plans", plans: [] },
  { type: "replica", report: { server: "s", ok: true, serial: 1, seen: [], afterMs: 1, why: null } },
  { type: "announced", text: "meanwhile" },
  { type: "change-ended", outcome: "changed", journal: "id", why: [] },
  { type: "change-ended", outcome: "not-changed", journal: null, why: ["refused"] },
  { type: "products", products: [{ name: "nft", title: "nftables", kind: "firewall" }] },
  { type: "snippet", product: "nft", text: "table inet" },
  { type: "saved", path: "/tmp/x" },
  {
    type: "zone-file",
    file: "z",
    view: { diff: ZONE_DIFF, zone: "corp.example", backup: null },
    isDone: false,
  },
  { type: "told", sections: [{ title: "1", rows: [] }] },
  { type: "told", sections: [] },
  { type: "lab-scenarios", scenarios: [{ name: "healthy", title: "all well" }] },
  { type: "lab", view: LAB },
  { type: "lab", view: null },
];

const anyState = fc.constantFrom(...Object.values(UI_STATES));
const anyKey: fc.Arbitrary<Action> = fc.constantFrom(...ALL_KEYS).map((key) => ({ type: "key", key }));
const anyAction: fc.Arbitrary<Action> = fc.oneof(
  { weight: 5, arbitrary: anyKey },
  { weight: 1, arbitrary: fc.constantFrom(...COMES_IN) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...COMMAND_IDS).map((command) => ({ type: "command", command }) as const),
  },
);

function effectsOf(state: UiState, ...actions: readonly Action[]): readonly Effect[] {
  let now = state;
  return actions.flatMap((action) => {
    const { state: next, effects } = update(now, action, CONTEXT);
    now = next;
    return effects;
  });
}

describe("the update of the state", () => {
  test("of every state by every command leads to a state that can be shown", { timeout: 60_000 }, () => {
    for (const [name, state] of Object.entries(UI_STATES)) {
      for (const command of COMMAND_IDS) {
        const { state: next } = update(state, { type: "command", command }, CONTEXT);
        if (next === state) continue;
        expect(stateProblems(next), `${command} at ${name}`).toEqual([]);
      }
    }
  });

  test("of every state by every key and by all that comes in does, too", { timeout: 60_000 }, () => {
    for (const [name, state] of Object.entries(UI_STATES)) {
      for (const action of [...keys(...ALL_KEYS), ...COMES_IN]) {
        const { state: next } = update(state, action, CONTEXT);
        if (next === state) continue;
        expect(stateProblems(next), `${JSON.stringify(action)} at ${name}`).toEqual([]);
      }
    }
  });

  test(
    "by any sequence of keys and of what comes in does, too, and the same again",
    { timeout: 60_000 },
    () => {
      fc.assert(
        fc.property(anyState, fc.array(anyAction, { maxLength: 40 }), (state, actions) => {
          const end = after(state, ...actions);
          expect(stateProblems(end)).toEqual([]);
          expect(after(state, ...actions)).toEqual(end);
        }),
        { numRuns: 300 },
      );
    },
  );

  test("does not change the state that it is given", () => {
    for (const [name, state] of Object.entries(UI_STATES)) {
      if (name.includes("many")) continue;
      const copy = structuredClone(state);
      for (const action of [...keys(...ALL_KEYS), ...COMES_IN]) update(state, action, CONTEXT);
      expect(state, name).toEqual(copy);
    }
  });

  test(
    "a recorded run and a read-only state change nothing, whatever is pressed",
    { timeout: 60_000 },
    () => {
      const readOnly = [
        SAMPLES.replayed,
        ...keys("5", "4", "x").map((_, index) =>
          after(SAMPLES.replayed, ...keys("5", "4", "x").slice(0, index + 1)),
        ),
      ];
      const anyReadOnly = fc.constantFrom(...readOnly);
      fc.assert(
        fc.property(anyReadOnly, fc.array(anyKey, { maxLength: 60 }), (state, actions) => {
          const kinds = effectsOf(state, ...actions).map(({ kind }) => kind);
          for (const kind of ["diagnose", "policy", "change", "undo", "lab-open", "lab-flip"])
            expect(kinds).not.toContain(kind);
          expect(kinds.filter((kind) => kind === "answer-plan")).toEqual([]);
        }),
        { numRuns: 300 },
      );
    },
  );

  test("no key carries a plan out without the zone's name", () => {
    const anyOther = fc.constantFrom(...ALL_KEYS).filter((key) => !"corp.exampl".includes(key));
    fc.assert(
      fc.property(fc.array(anyOther, { maxLength: 60 }), (pressed) => {
        const effects = effectsOf(SAMPLES.plan, ...keys(...pressed));
        expect(effects).not.toContainEqual({ kind: "answer-plan" });
      }),
      { numRuns: 300 },
    );
  });
});

describe("keys", () => {
  test("digits lead to the screens, and what was filtered there is seen again", () => {
    for (const [index, screen] of SCREENS.entries()) {
      const state = after(
        SAMPLES.oneDown,
        ...keys("2", "/"),
        ...typed("kms2"),
        ...keys("enter", String(index + 1)),
      );
      expect(state).toMatchObject({ screen, pane: "list", filter: { text: "" }, isFilterOpen: false });
    }
  });

  test("digits, q and ? are text where text is typed", () => {
    for (const start of [
      ...[":", "d", "i"].map((key) => after(SAMPLES.healthy, ...keys(key))),
      after(SAMPLES.healthy, ...keys("2", "/")),
    ]) {
      const state = after(start, ...typed("q?1 x"));
      const field = state.isFilterOpen ? state.filter : state.overlays.at(-1);
      expect(field).toMatchObject(state.isFilterOpen ? { text: "q?1 x" } : { field: { text: "q?1 x" } });
      expect(effectsOf(start, ...typed("q?1 x")).filter(({ kind }) => kind === "quit")).toEqual([]);
    }
  });

  test("Ctrl-C and Ctrl-Z work wherever one is", () => {
    for (const [name, state] of Object.entries(UI_STATES)) {
      expect(effectsOf(state, ...keys("ctrl+c")), name).toContainEqual({ kind: "quit", how: "interrupt" });
      expect(effectsOf(state, ...keys("ctrl+z")), name).toContainEqual({ kind: "suspend" });
    }
  });

  test("esc never quits; it takes away one layer after the other", () => {
    for (const state of Object.values(UI_STATES))
      expect(
        effectsOf(state, ...keys("esc", "esc", "esc", "esc")).filter(({ kind }) => kind === "quit"),
      ).toEqual([]);
    const filtered = after(
      SAMPLES.many,
      ...keys("/"),
      ...typed("kms-01"),
      ...keys("enter", "enter", "?", ":"),
    );
    const first = after(filtered, ...keys("esc"));
    expect(first.overlays).toEqual([]);
    const second = after(first, ...keys("esc"));
    expect(second.filter.text).toBe("");
    const third = after(second, ...keys("esc"));
    expect(third.pane).toBe("list");
    expect(after(third, ...keys("esc"))).toMatchObject({ screen: "hosts", pane: "list" });
  });

  test("the notice of a key goes with the next one", () => {
    const said = after(SAMPLES.healthy, ...keys("p"));
    expect(said.notice?.text).toContain("masked");
    expect(after(said, ...keys("2")).notice).toBeNull();
  });

  test("the selected row follows the keys, and details are seen from their beginning", () => {
    const state = after(SAMPLES.many, ...keys("G", "enter", "down", "down", "left", "up"));
    expect(state).toMatchObject({ detailTop: 0, pane: "list" });
    expect(state.selected.hosts).toBe(498);
  });

  test("a list that shrinks keeps a row selected", () => {
    const state = after(SAMPLES.many, ...keys("G"), { type: "run", view: viewOf(eventsOf(HEALTHY)) });
    expect(after(state, ...keys("up")).selected.hosts).toBe(1);
  });

  test("a pasted text is read for codes where nothing is typed, and never pressed", () => {
    const effects = effectsOf(SAMPLES.healthy, { type: "paste", text: "qqq 0xC004F074" });
    expect(effects).toEqual([{ kind: "read-paste", text: "qqq 0xC004F074" }]);
    expect(effectsOf(after(SAMPLES.healthy, ...keys("?")), { type: "paste", text: "q" })).toEqual([]);
  });

  test("what the palette shows is what is carried out", () => {
    const palette = after(SAMPLES.healthy, ...keys(":"), ...typed("log"));
    expect(after(palette, ...keys("enter"))).toMatchObject({ screen: "log", overlays: [] });
    const none = after(SAMPLES.healthy, ...keys(":"), ...typed("zzzz"), ...keys("enter"));
    expect(none.overlays).toHaveLength(1);
  });

  test("copying copies what the row says", () => {
    expect(effectsOf(SAMPLES.oneDown, ...keys("2", "G", "y"))).toContainEqual({
      kind: "copy",
      text: "kms2.corp.example:1688",
    });
    expect(effectsOf(SAMPLES.oneDown, ...keys("2", "G", "Y"))).toContainEqual({
      kind: "copy",
      text: "kms2.corp.example:1688\t10.20.3.12:1688\trefused",
    });
    expect(effectsOf(SAMPLES.missing, ...keys("4", "]", "]", "]", "y"))).toContainEqual({
      kind: "copy",
      text: "For a client that must not wait, with the host's name in place of KMS-HOST: slmgr /skms KMS-HOST.corp.example:1688",
    });
    expect(effectsOf(SAMPLES.missing, ...keys("2", "y"))).toEqual([]);
  });
});

describe("runs", () => {
  test("the first is seen as it comes in, a repeated one when it is complete", () => {
    expect(SAMPLES.running.run.targets).toHaveLength(1);
    const again = after(SAMPLES.healthy, ...keys("r"), {
      type: "run",
      view: viewOf(eventsOf(HEALTHY).slice(0, 5)),
    });
    expect(again.run).toBe(SAMPLES.healthy.run);
    expect(again.isRerunning).toBe(true);
    const done = after(again, { type: "run", view: viewOf(eventsOf(ONE_HOST_DOWN)) });
    expect(done).toMatchObject({ isRerunning: false, run: { counts: { error: 1 } } });
  });

  test("a repeated one that failed or was stopped leaves what is known, and says so", () => {
    for (const view of [
      { ...NO_RUN, phase: "failed", failure: "the network is down" } as const,
      viewOf([{ type: "run-finished", elapsedMs: 1, partial: true }]),
    ]) {
      const state = after(SAMPLES.healthy, ...keys("r"), { type: "run", view });
      expect(state.run).toBe(SAMPLES.healthy.run);
      expect(state).toMatchObject({ isRerunning: false, notice: { tone: "bad" } });
    }
  });

  test("other domains begin afresh: nothing of the old ones is left", () => {
    const state = after(SAMPLES.mended, { type: "domains", domains: ["other.example"] });
    expect(state).toMatchObject({ domains: ["other.example"], run: NO_RUN, history: { runs: 0, fixed: [] } });
  });

  test("frozen, the display stays while checks go on", () => {
    const state = after(SAMPLES.healthy, ...keys("f"), {
      type: "run",
      view: viewOf(eventsOf(ONE_HOST_DOWN)),
    });
    expect(state.frozen).toBe(SAMPLES.healthy.run);
    expect(state.run.counts.error).toBe(1);
    expect(after(state, ...keys("f")).frozen).toBeNull();
  });

  test("watching sets the next check when one is over, and the bell rings at a change only", () => {
    const view = (network: typeof HEALTHY): Action => ({ type: "run", view: viewOf(eventsOf(network)) });
    const watching = after(SAMPLES.healthy, ...keys("w", "b"));
    expect(effectsOf(watching, view(HEALTHY))).toEqual([{ kind: "watch", afterMs: 30_000 }]);
    expect(effectsOf(watching, view(ONE_HOST_DOWN))).toEqual([
      { kind: "bell" },
      { kind: "watch", afterMs: 30_000 },
    ]);
    const over = after(watching, view(HEALTHY));
    expect(over.watch.nextAtMs).toBe(over.nowMs + 30_000);
    expect(effectsOf(over, ...keys("+"))).toEqual([{ kind: "watch", afterMs: 10_000 }]);
    expect(effectsOf(over, ...keys("w"))).toEqual([{ kind: "watch", afterMs: null }]);
    expect(effectsOf(over, { type: "watch-due" })).toEqual([{ kind: "diagnose", isAfresh: false }]);
    expect(after(over, ...keys("-", "-", "-", "-", "-", "-", "-", "-")).watch.intervalSeconds).toBe(1800);
    expect(after(over, ...keys("+", "+", "+", "+")).watch.intervalSeconds).toBe(5);
  });

  test("the lab begins afresh and may be written to; closed, it is read-only again", () => {
    expect(SAMPLES.lab).toMatchObject({ mayWrite: true, domains: ["corp.test"] });
    const closed = after(SAMPLES.lab, { type: "lab", view: null });
    expect(closed).toMatchObject({ lab: null, mayWrite: false, domains: [], run: NO_RUN });
    expect(effectsOf(SAMPLES.lab, { type: "lab", view: LAB })).toEqual([
      { kind: "diagnose", isAfresh: false },
    ]);
  });

  test("the log keeps the latest lines only", () => {
    const many: readonly Action[] = Array.from({ length: 2100 }, (_, index) => ({
      type: "log",
      text: String(index),
      tone: "plain",
    }));
    const { log } = after(started(), ...many);
    expect(log).toHaveLength(2000);
    expect(log.at(-1)?.text).toBe("2099");
  });
});

test("esc and a key in one go, which look like Alt, are both heard", () => {
  expect(after(SAMPLES.healthy, ...keys("?", "alt+4"))).toMatchObject({ overlays: [], screen: "findings" });
});
