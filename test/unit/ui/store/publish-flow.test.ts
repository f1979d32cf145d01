import { describe, expect, test } from "vitest";
import type { Action, Effect } from "../../../../src/ui/store/action.ts";
import { wishTexts } from "../../../../src/ui/store/publish-state.ts";
import { update } from "../../../../src/ui/store/update.ts";
import type { UiState } from "../../../../src/ui/store/ui-state.ts";
import { ZONE_DIFF } from "../../../support/ui-ports.ts";
import { eventsOf, MISSING_RECORD, ONE_HOST_DOWN, policyOf } from "../../../support/ui-runs.ts";
import { after, CONTEXT, keys, PLAN, SAMPLES, shown, typed, UI_STATES } from "../../../support/ui-states.ts";

function named(name: string): UiState {
  return UI_STATES[name] ?? expect.fail(name);
}

/** The effects of these actions but the judging of what is typed. */
function effectsOf(state: UiState, ...actions: readonly Action[]): readonly Effect[] {
  let now = state;
  return actions.flatMap((action) => {
    const { effects } = update(now, action, CONTEXT);
    now = after(now, action);
    return effects.filter(({ kind }) => kind !== "check-wish");
  });
}

const FILLED_IN = after(
  shown(eventsOf(MISSING_RECORD), { mayWrite: true, domains: ["corp.example"] }),
  ...keys("5", "n", "enter"),
  ...typed("kms1.corp.example"),
);
const GSS: Action = { type: "policy", policy: policyOf("corp.example", { policy: "gss-tsig" }), why: [] };
const PLANNED = after(FILLED_IN, ...keys("enter"), GSS, { type: "plans", plans: [PLAN] });

describe("the form", () => {
  test("starts with the domain that is looked at, and the keys go into its fields", () => {
    expect(wishTexts(FILLED_IN.publish)).toEqual({
      domain: "corp.example",
      host: "kms1.corp.example",
      port: "1688",
      priority: "0",
      weight: "0",
      ttl: "",
      addresses: "",
    });
    expect(FILLED_IN.publish.checked?.wish).toMatchObject({ owner: "_vlmcs._tcp.corp.example.", port: 1688 });
  });

  test("tab and shift-tab go round through all fields", () => {
    const order = ["port", "priority", "weight", "ttl", "addresses", "domain", "host"];
    let state = FILLED_IN;
    for (const field of order) {
      state = after(state, ...keys("tab"));
      expect(state.publish.focus).toBe(field);
    }
    expect(after(FILLED_IN, ...keys("shift+tab")).publish.focus).toBe("domain");
  });

  test("what is missing is told, and no question is asked", () => {
    const state = after(FILLED_IN, ...keys("ctrl+u"));
    expect(effectsOf(state, ...keys("enter"))).toEqual([]);
    expect(after(state, ...keys("tab", "enter"))).toMatchObject({
      notice: { tone: "bad" },
      publish: { focus: "host", step: { kind: "form", isEditing: true } },
    });
  });

  test("left, it keeps what was typed, and can be taken up again", () => {
    const left = after(FILLED_IN, ...keys("esc"));
    expect(left.publish.step).toEqual({ kind: "form", isEditing: false });
    expect(wishTexts(left.publish)).toEqual(wishTexts(FILLED_IN.publish));
    const again = after(left, ...keys("tab"), ...typed("x"));
    expect(wishTexts(again.publish)).not.toEqual(wishTexts(FILLED_IN.publish));
  });

  test("begun anew, it is empty but for the domain", () => {
    const anew = after(FILLED_IN, ...keys("esc", "n"));
    expect(wishTexts(anew.publish)).toMatchObject({ domain: "corp.example", host: "" });
  });
});

describe("publishing", () => {
  test("asks how the zone takes updates, then for the plan, and shows it", () => {
    expect(effectsOf(FILLED_IN, ...keys("enter"))).toEqual([{ kind: "policy" }]);
    const asking = after(FILLED_IN, ...keys("enter"));
    expect(effectsOf(asking, GSS)).toMatchObject([
      {
        kind: "change",
        request: { kind: "publish", wish: { target: "kms1.corp.example." }, replaces: false },
      },
    ]);
    expect(PLANNED.publish.step).toMatchObject({ kind: "plan", plans: [PLAN], isWrong: false });
  });

  test("is carried out by the zone's name alone, in any case, with or without the last dot", () => {
    for (const text of ["corp.example", "CORP.Example.", " corp.example "])
      expect(effectsOf(PLANNED, ...typed(text), ...keys("enter"))).toEqual([{ kind: "answer-plan" }]);
    for (const text of ["", "y", "yes", "corp", "corp.example..", "corp.exampl", "example"]) {
      expect(effectsOf(PLANNED, ...typed(text), ...keys("enter")), text).toEqual([]);
      expect(after(PLANNED, ...typed(text), ...keys("enter")).publish.step).toMatchObject({ isWrong: true });
    }
  });

  test("a second enter does not carry it out again", () => {
    expect(effectsOf(PLANNED, ...typed("corp.example"), ...keys("enter", "enter", "enter"))).toHaveLength(1);
  });

  test("a plan that is left is answered no, and nothing was changed", () => {
    expect(effectsOf(PLANNED, ...keys("esc"))).toEqual([{ kind: "stop-change" }]);
    expect(after(PLANNED, ...keys("esc"))).toMatchObject({
      notice: { text: "left: nothing was changed" },
      publish: { step: { kind: "form" }, fields: FILLED_IN.publish.fields },
    });
  });

  test("read-only, a plan is shown and can be left, but not be carried out", () => {
    const readOnly = after({ ...FILLED_IN, mayWrite: false }, ...keys("enter"), GSS, {
      type: "plans",
      plans: [PLAN],
    });
    expect(readOnly.publish.step.kind).toBe("plan");
    expect(
      effectsOf(readOnly, ...typed("corp.example"), ...keys("enter")).filter(
        ({ kind }) => kind === "answer-plan",
      ),
    ).toEqual([]);
    expect(effectsOf(readOnly, ...keys("esc"))).toEqual([{ kind: "stop-change" }]);
    const allowed = after(readOnly, ...keys("W"));
    expect(effectsOf(allowed, ...typed("corp.example"), ...keys("enter"))).toEqual([{ kind: "answer-plan" }]);
  });

  test("what each server shows stands once, as it showed it last", () => {
    const replica = (server: string, ok: boolean): Action => ({
      type: "replica",
      report: { server, ok, serial: 1, seen: [], afterMs: 1, why: ok ? null : "not yet" },
    });
    const state = after(
      PLANNED,
      ...typed("corp.example"),
      ...keys("enter"),
      replica("a", false),
      replica("b", true),
      replica("a", true),
    );
    expect(state.publish.verified.map(({ server, ok }) => [server, ok])).toEqual([
      ["b", true],
      ["a", true],
    ]);
  });

  test("done, it is checked again, and can be taken back", () => {
    const applying = after(PLANNED, ...typed("corp.example"), ...keys("enter"));
    const end: Action = { type: "change-ended", outcome: "changed", journal: "J1", why: [] };
    expect(effectsOf(applying, end)).toEqual([{ kind: "diagnose", isAfresh: false }]);
    const done = after(applying, end);
    expect(done.publish).toMatchObject({ step: { kind: "done", outcome: "changed" }, journal: "J1" });
    expect(effectsOf(done, ...keys("1", "u"))).toEqual([{ kind: "undo", id: "J1" }]);
    const back = after(
      done,
      ...keys("u"),
      { type: "plans", plans: [PLAN] },
      ...typed("corp.example"),
      ...keys("enter"),
      {
        type: "change-ended",
        outcome: "changed",
        journal: "J2",
        why: [],
      },
    );
    expect(back.publish).toMatchObject({ goal: "undo", journal: null, step: { kind: "done" } });
    expect(effectsOf({ ...done, mayWrite: false }, ...keys("u"))).toEqual([]);
  });

  test.each(["nothing", "unknown"] as const)(
    "ended as %s, it is told so and nothing is checked again",
    (outcome) => {
      const end: Action = { type: "change-ended", outcome, journal: null, why: [] };
      const applying = after(PLANNED, ...typed("corp.example"), ...keys("enter"));
      expect(effectsOf(applying, end)).toEqual([]);
      expect(after(applying, end).publish.step).toEqual({ kind: "done", outcome });
    },
  );

  test("refused or impossible, the other ways are offered with the reasons", () => {
    const asking = after(FILLED_IN, ...keys("enter"));
    for (const action of [
      { type: "policy", policy: policyOf("corp.example"), why: [] },
      { type: "policy", policy: null, why: ["nobody answers"] },
    ] as const) {
      expect(effectsOf(asking, action)).toEqual([]);
      expect(after(asking, action).publish.step).toMatchObject({ kind: "refused" });
    }
    const refused = after(asking, { type: "policy", policy: null, why: ["nobody answers"] });
    expect(refused.publish.step).toEqual({ kind: "refused", why: ["nobody answers"] });
    expect(after(refused, ...keys("enter")).publish.step).toEqual({ kind: "form", isEditing: true });
  });

  test("what comes in late changes nothing that is not under way", () => {
    const left = after(FILLED_IN, ...keys("esc"));
    expect(after(left, GSS).publish.step.kind).toBe("form");
    const anew = after(FILLED_IN, ...keys("enter"), GSS, ...keys("n"));
    expect(after(anew, { type: "plans", plans: [PLAN] }).publish.step.kind).toBe("form");
    expect(
      after(anew, { type: "change-ended", outcome: "changed", journal: "J", why: [] }).publish.step.kind,
    ).toBe("form");
  });

  test("asking and planning can be left", () => {
    const asking = after(FILLED_IN, ...keys("enter"));
    for (const state of [asking, after(asking, GSS)])
      expect(after(state, ...keys("esc")).publish.step.kind).toBe("form");
  });
});

describe("the other ways", () => {
  test("a snippet is made for the product that is chosen, copied and saved", () => {
    const left = after(FILLED_IN, ...keys("esc"));
    expect(effectsOf(left, ...keys("s"))).toEqual([{ kind: "products" }]);
    const products = named("dialog-products");
    expect(effectsOf(products, ...typed("power"), ...keys("enter"))).toEqual([
      { kind: "snippet", product: "windows-powershell", clients: [] },
    ]);
    const made = named("publish-snippet");
    expect(effectsOf(made, ...keys("y"))).toMatchObject([{ kind: "copy" }]);
    expect(effectsOf(made, ...keys("S", "enter"))).toMatchObject([
      { kind: "save", name: "kms-windows-powershell.txt" },
    ]);
    expect(effectsOf(left, ...keys("y", "S"))).toEqual([]);
  });

  test("without a host there is nothing to make a snippet of or to write", () => {
    const empty = named("publish-empty");
    for (const key of ["s", "z"]) {
      expect(effectsOf(empty, ...keys(key))).toEqual([]);
      expect(after(empty, ...keys(key)).publish.step).toEqual({ kind: "form", isEditing: true });
    }
  });

  test("a zone file is shown as a difference, and written by the zone's name", () => {
    const prompt = after(FILLED_IN, ...keys("esc", "z"));
    expect(effectsOf(prompt, ...typed("corp.zone"), ...keys("enter"))).toEqual([
      { kind: "zone-file", file: "corp.zone", isDryRun: true },
    ]);
    const seen = named("publish-zone-file");
    expect(effectsOf(seen, ...typed("nonsense"), ...keys("enter"))).toEqual([]);
    expect(effectsOf(seen, ...typed("corp.example"), ...keys("enter"))).toEqual([
      { kind: "zone-file", file: "corp.example.zone", isDryRun: false },
    ]);
    expect(
      effectsOf({ ...seen, mayWrite: false }, ...typed("corp.example"), ...keys("enter")).filter(
        ({ kind }) => kind === "zone-file",
      ),
    ).toEqual([]);
    expect(after(seen, ...keys("esc")).publish.step.kind).toBe("form");
    expect(ZONE_DIFF).toContain("+_vlmcs._tcp");
  });
});

describe("remedies", () => {
  test("x leads to the form with what the remedy names", () => {
    const state = after(SAMPLES.missing, ...keys("4", "]", "x"));
    expect(state).toMatchObject({ screen: "publish", publish: { goal: "publish", focus: "host" } });
    expect(wishTexts(state.publish)).toMatchObject({ domain: "corp.example", host: "" });
    expect(state.publish.step).toEqual({ kind: "form", isEditing: true });
  });

  test("x on a stale host leads to taking exactly that record away", () => {
    const state = after(shown(eventsOf(ONE_HOST_DOWN), { mayWrite: true }), ...keys("4", "x"));
    expect(state.publish.goal).toBe("unpublish");
    expect(wishTexts(state.publish)).toMatchObject({
      host: "kms2.corp.example",
      priority: "10",
      weight: "10",
    });
    const asking = after(state, ...keys("enter"));
    expect(effectsOf(asking, GSS)).toMatchObject([{ kind: "change", request: { kind: "unpublish" } }]);
  });

  test("where a recorded run is shown, nothing is carried out", () => {
    expect(after(SAMPLES.replayed, ...keys("4", "x"))).toMatchObject({
      screen: "findings",
      notice: { tone: "bad" },
    });
  });

  test("a step that is to be done elsewhere is told to be so", () => {
    const state = after(
      shown(
        eventsOf({
          ...MISSING_RECORD,
          findings: [{ ...(SAMPLES.missing.run.findings[0] ?? expect.fail()), remedy: ["net start sppsvc"] }],
        }),
      ),
      ...keys("4", "x"),
    );
    expect(state).toMatchObject({
      screen: "findings",
      notice: { text: "this has to be done elsewhere: y copies it" },
    });
  });

  test("the zone-file step of a zone without updates asks for the host, too, and writes nothing without it", () => {
    const state = after(SAMPLES.missing, ...keys("4", "down", "x"));
    expect(state.screen).toBe("publish");
    expect(state.overlays.at(-1)).toMatchObject({ kind: "prompt", purpose: "zone-file" });
    expect(effectsOf(state, ...typed("corp.zone"), ...keys("enter"))).toEqual([]);
    expect(after(state, ...typed("corp.zone"), ...keys("enter"))).toMatchObject({
      notice: { tone: "bad" },
      publish: { step: { kind: "form", isEditing: true } },
    });
  });
});

test("while it is read back nothing leads away: not x, not the lab, not q", () => {
  const applying = after(PLANNED, ...typed("corp.example"), ...keys("enter"));
  expect(applying.publish.step.kind).toBe("applying");
  for (const key of ["u", "n", "o", "q", "Q"]) {
    const tried = after(applying, ...keys(key));
    expect(tried.publish.step.kind, key).toBe("applying");
    expect(tried.overlays, key).toEqual([]);
  }
  expect(effectsOf(applying, ...keys("q"))).toEqual([]);
  expect(effectsOf(applying, ...keys("4", "x"))).toEqual([]);
  expect(effectsOf(applying, ...keys("ctrl+c"))).toEqual([{ kind: "quit", how: "interrupt" }]);
});
