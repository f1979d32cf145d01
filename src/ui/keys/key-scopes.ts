// Where a key is heard: the innermost scope first. While text is typed, only the scopes of the text hear.
import type { UiState } from "../store/ui-state.ts";
import type { KeyScope } from "./commands.ts";

export function keyScopes(state: UiState): readonly KeyScope[] {
  if (state.overlays.length > 0) return ["dialog"];
  if (isFormOpen(state)) return ["form"];
  if (state.screen === "overview") return ["findings", "list", "everywhere"];
  if (state.screen === "publish") return ["publish", "list", "everywhere"];
  return [state.screen, "list", "everywhere"];
}

/** Keys go into a field of the publish screen. */
export function isFormOpen({ screen, publish, overlays, mayWrite }: UiState): boolean {
  if (screen !== "publish" || overlays.length > 0) return false;
  const { step } = publish;
  if (step.kind === "form") return step.isEditing;
  if (!mayWrite) return false;
  return step.kind === "plan" || (step.kind === "zone-file" && !step.isDone && step.view.diff !== "");
}
