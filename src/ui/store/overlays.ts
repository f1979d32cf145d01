// Dialogs are laid on a stack.
import { textField } from "../components/text-field/text-field-state.ts";
import { step, type Effect, type Step } from "./action.ts";
import type { Overlay, ProductPurpose, PromptPurpose, UiState } from "./ui-state.ts";

export function withOverlay(state: UiState, overlay: Overlay): UiState {
  return { ...state, overlays: [...state.overlays, overlay] };
}

export function openPrompt(
  state: UiState,
  purpose: PromptPurpose,
  text: string,
  ...effects: readonly Effect[]
): Step {
  return step(
    withOverlay(state, { kind: "prompt", purpose, field: textField(text), problem: null }),
    ...effects,
  );
}

/** The products to choose from, those first that the search finds. */
export function openProducts(state: UiState, of: ProductPurpose, searched = ""): UiState {
  return withOverlay(state, { kind: "products", of, field: textField(searched), selected: 0 });
}
