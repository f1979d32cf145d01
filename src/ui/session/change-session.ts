// One change at a time: the policy is asked for, the plan waits for an answer, what servers show comes in as it is seen.
import { changeResult } from "../../core/run/change-draft.ts";
import type { RunEvent } from "../../core/run/event.ts";
import { emptyRunState, fold, type RunState } from "../../core/run/fold.ts";
import { withoutTrailingDot } from "../../core/dns/owner-name.ts";
import type { ChangeDesk, ChangeRequest, UiPorts } from "../ports.ts";
import type { Effect } from "../store/action.ts";
import { wishTexts, type ChangeOutcome } from "../store/publish-state.ts";
import type { Store } from "../store/store.ts";
import { failureText, tellFailure } from "./tell-failure.ts";

type ChangeEffect = Extract<
  Effect,
  { readonly kind: "check-wish" | "policy" | "change" | "undo" | "answer-plan" | "stop-change" }
>;

export type ChangeSession = {
  readonly carryOut: (effect: ChangeEffect, store: Store) => void;
  readonly snippet: (product: string, clients: readonly string[], store: Store) => Promise<void>;
  readonly zoneFile: (file: string, isDryRun: boolean, store: Store) => Promise<void>;
  readonly close: () => void;
};

export function createChangeSession(ports: UiPorts): ChangeSession {
  let controller = new AbortController();
  let answer: ((isYes: boolean) => void) | undefined;

  function carryOut(effect: ChangeEffect, store: Store): void {
    switch (effect.kind) {
      case "check-wish":
        return store.dispatch({
          type: "wish-checked",
          checked: ports.checkWish(wishTexts(store.state().publish)),
        });
      case "policy":
        return void askPolicy(store).catch(tellFailure(store));
      case "change":
        return begin(store, (desk, signal) => ports.change(effect.request, desk, signal));
      case "undo":
        return begin(store, (desk, signal) => ports.undo(effect.id, desk, signal));
      case "answer-plan":
        answer?.(true);
        answer = undefined;
        return undefined;
      case "stop-change":
        // A plan that is left is not carried out, and nothing more is asked.
        answer = undefined;
        return controller.abort();
    }
  }

  async function askPolicy(store: Store): Promise<void> {
    const wish = store.state().publish.checked?.wish ?? null;
    if (wish === null) return;
    renew();
    const { signal } = controller;
    try {
      const state = await foldAll(ports.updatePolicy(withoutTrailingDot(wish.domain), signal));
      if (signal.aborted) return;
      const why = [...state.findings.inOrder()].map(({ title }) => title);
      store.dispatch({ type: "policy", policy: state.updatePolicy ?? null, why });
    } catch (error) {
      if (!signal.aborted) store.dispatch({ type: "policy", policy: null, why: [failureText(error)] });
    }
  }

  function begin(
    store: Store,
    change: (desk: ChangeDesk, signal: AbortSignal) => AsyncIterable<RunEvent>,
  ): void {
    renew();
    void follow(store, change, controller.signal);
  }

  function renew(): void {
    controller.abort();
    controller = new AbortController();
  }

  async function follow(
    store: Store,
    change: (desk: ChangeDesk, signal: AbortSignal) => AsyncIterable<RunEvent>,
    signal: AbortSignal,
  ): Promise<void> {
    const desk: ChangeDesk = {
      confirm: (plans) =>
        new Promise((resolve) => {
          // It was left, and another change has the question.
          if (signal.aborted) return resolve(false);
          answer = resolve;
          signal.addEventListener("abort", () => resolve(false), { once: true });
          store.dispatch({ type: "plans", plans });
        }),
      announce: (text) => store.dispatch({ type: "announced", text }),
    };
    let state = emptyRunState();
    try {
      for await (const event of change(desk, signal)) {
        state = fold(state, event);
        if (event.type === "probe-finished" && event.result.kind === "replica")
          store.dispatch({ type: "replica", report: event.result.report });
      }
    } catch (error) {
      if (!signal.aborted)
        store.dispatch({
          type: "change-ended",
          outcome: "not-changed",
          journal: null,
          why: [failureText(error)],
        });
      return;
    }
    if (signal.aborted) return;
    const { journal } = changeResult(state.change);
    store.dispatch({ type: "change-ended", outcome: outcomeOf(state), journal, why: whyOf(state) });
  }

  function requestOf(store: Store): ChangeRequest | null {
    const { publish } = store.state();
    const wish = publish.checked?.wish ?? null;
    if (wish === null) return null;
    const kind = publish.goal === "unpublish" ? "unpublish" : "publish";
    return { kind, wish, addresses: publish.checked?.addresses ?? [], replaces: false };
  }

  return {
    carryOut,
    snippet: async (product, clients, store) => {
      const request = requestOf(store);
      const made = await ports.snippet(product, {
        wish: request?.wish ?? null,
        addresses: request?.addresses ?? [],
        clients,
      });
      if (made.ok) return store.dispatch({ type: "snippet", product, text: made.value });
      store.dispatch({ type: "notice", text: made.error, tone: "bad" });
    },
    zoneFile: async (file, isDryRun, store) => {
      const request = requestOf(store);
      if (request === null) return;
      const edit = await ports.zoneFile(file, request, isDryRun);
      if (edit.ok) return store.dispatch({ type: "zone-file", file, view: edit.value, isDone: !isDryRun });
      store.dispatch({ type: "notice", text: edit.error, tone: "bad" });
    },
    close: () => controller.abort(),
  };
}

async function foldAll(events: AsyncIterable<RunEvent>): Promise<RunState> {
  let state = emptyRunState();
  for await (const event of events) state = fold(state, event);
  return state;
}

function outcomeOf(state: RunState): ChangeOutcome {
  if (state.isUnmade) return "not-changed";
  const { applied, changes } = changeResult(state.change);
  if (applied === null) return "unknown";
  if (applied) return "changed";
  return changes.length === 0 ? "nothing" : "not-changed";
}

/** What was found, its evidence and what to do. */
function whyOf(state: RunState): readonly string[] {
  return [...state.findings.inOrder()].flatMap(({ title, evidence, remedy }) => [
    title,
    ...evidence,
    ...remedy.map((each) => `do: ${each}`),
  ]);
}
