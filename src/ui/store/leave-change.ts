// Leaving a change that is under way: what was not sent is not sent, and what was sent is read back first.
import { step, type Step } from "./action.ts";
import { withNotice } from "./notice.ts";
import type { UiState } from "./ui-state.ts";

/** What was typed stays, and what was begun is left. What was sent can't be left: it is read back first. */
export function leaveChange(state: UiState): Step {
  const { publish } = state;
  const { kind } = publish.step;
  if (kind === "applying") return step(withNotice(state, "it was sent, and is being read back", "note"));
  const left: UiState = {
    ...state,
    detailTop: 0,
    publish: { ...publish, step: { kind: "form", isEditing: false } },
  };
  const isUnderWay = kind === "policy" || kind === "planning" || kind === "plan";
  return isUnderWay
    ? step(withNotice(left, "left: nothing was changed"), { kind: "stop-change" })
    : step(left);
}

/** What leads away from a change that is under way leaves it first. */
export function leavingChange(state: UiState, next: (left: UiState) => Step): Step {
  const { kind } = state.publish.step;
  if (kind === "applying") return leaveChange(state);
  if (kind !== "policy" && kind !== "planning" && kind !== "plan") return next(state);
  const { state: left, effects } = leaveChange(state);
  const after = next(left);
  return step(after.state, ...effects, ...after.effects);
}
