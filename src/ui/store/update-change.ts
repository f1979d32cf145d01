// Publishing moves on by what comes back: the policy, the plan, what servers show, the end.
import { textField } from "../components/text-field/text-field-state.ts";
import { step, type Action, type Step } from "./action.ts";
import { withNotice } from "./notice.ts";
import type { PublishState } from "./publish-state.ts";
import { startRun } from "./update-run.ts";
import type { UiState } from "./ui-state.ts";

type ChangeAction = Extract<
  Action,
  {
    readonly type:
      | "wish-checked"
      | "policy"
      | "plans"
      | "replica"
      | "announced"
      | "change-ended"
      | "snippet"
      | "saved"
      | "zone-file";
  }
>;

export function updateChange(state: UiState, action: ChangeAction): Step {
  const { publish } = state;
  const change = (next: Partial<PublishState>): UiState => ({ ...state, publish: { ...publish, ...next } });
  switch (action.type) {
    case "wish-checked":
      return step(change({ checked: action.checked }));
    case "policy":
      return afterPolicy(state, action);
    case "plans":
      return publish.step.kind !== "planning"
        ? step(state)
        : step(change({ step: { kind: "plan", plans: action.plans, field: textField(), isWrong: false } }));
    case "replica": {
      const others = publish.verified.filter(({ server }) => server !== action.report.server);
      return step(change({ verified: [...others, action.report] }));
    }
    case "announced":
      return step(change({ announcements: [...publish.announcements, action.text] }));
    case "change-ended":
      return ended(state, action);
    case "snippet":
      return isUnderWay(publish)
        ? step(state)
        : step({
            ...change({
              step: { kind: "snippet", product: action.product, text: action.text, savedAs: null },
            }),
            screen: "publish",
            detailTop: 0,
          });
    case "saved": {
      const { step: current } = publish;
      const named =
        current.kind === "snippet" ? change({ step: { ...current, savedAs: action.path } }) : state;
      return step(withNotice(named, `saved as ${action.path}`, "good"));
    }
    case "zone-file": {
      if (isUnderWay(publish)) return step(state);
      const { file, view, isDone } = action;
      return step(
        change({ step: { kind: "zone-file", file, view, isDone, field: textField(), isWrong: false } }),
      );
    }
  }
}

/** What was asked for before it must not take its place. */
function isUnderWay({ step: { kind } }: PublishState): boolean {
  return kind === "policy" || kind === "planning" || kind === "plan" || kind === "applying";
}

/** Where the zone takes no updates, no plan is made: the other ways are offered. */
function afterPolicy(
  state: UiState,
  { policy, why }: Extract<ChangeAction, { readonly type: "policy" }>,
): Step {
  const { publish } = state;
  const wish = publish.checked?.wish ?? null;
  if (publish.step.kind !== "policy" || wish === null) return step(state);
  if (policy === null || policy.policy === "disabled") {
    const reasons =
      policy === null ? why : [`${policy.zone} takes no dynamic updates from here.`, ...policy.evidence];
    return step({ ...state, publish: { ...publish, policy, step: { kind: "refused", why: reasons } } });
  }
  const kind = publish.goal === "unpublish" ? "unpublish" : "publish";
  return step(
    { ...state, publish: { ...publish, policy, step: { kind: "planning" } } },
    {
      kind: "change",
      request: { kind, wish, addresses: publish.checked?.addresses ?? [], replaces: false },
    },
  );
}

function ended(
  state: UiState,
  { outcome, journal, why }: Extract<ChangeAction, { readonly type: "change-ended" }>,
): Step {
  const { publish } = state;
  const { kind } = publish.step;
  // What was left meanwhile has nothing more to say.
  if (kind !== "planning" && kind !== "plan" && kind !== "applying") return step(state);
  const isMade = outcome === "changed";
  const next: PublishState = {
    ...publish,
    step: outcome === "not-changed" ? { kind: "refused", why } : { kind: "done", outcome },
    journal: publish.goal === "undo" && isMade ? null : (journal ?? publish.journal),
  };
  const shown = { ...state, publish: next };
  // What was written is to be seen in the path, too.
  return isMade ? startRun(shown) : step(shown);
}
