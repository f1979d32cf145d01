// The lab: opened, changed and closed from inside. What was known of another network says nothing about it.
import { emptyPublish, suggestedTexts } from "./publish-state.ts";
import { step, type Action, type Step } from "./action.ts";
import { startAfresh, startRun } from "./update-run.ts";
import type { UiState } from "./ui-state.ts";

type LabAction = Extract<Action, { readonly type: "lab" | "lab-scenarios" }>;

export function updateLab(state: UiState, action: LabAction): Step {
  if (action.type === "lab-scenarios") return step({ ...state, labScenarios: action.scenarios });
  const { view } = action;
  if (view === null) {
    const closed: UiState = {
      ...state,
      lab: null,
      mayWrite: state.mayWriteOutside,
      domains: [],
      publish: emptyPublish(),
    };
    return startAfresh(closed);
  }
  // A switch was flipped: the findings follow.
  if (state.lab?.name === view.name) return startRun({ ...state, lab: view });
  return startAfresh({
    ...state,
    lab: view,
    domains: view.domains,
    // What is published there is gone with the lab; files are not written from it.
    mayWrite: true,
    mayWriteOutside: state.lab === null ? state.mayWrite : state.mayWriteOutside,
    publish: emptyPublish(suggestedTexts(view.domains, view.host)),
  });
}
