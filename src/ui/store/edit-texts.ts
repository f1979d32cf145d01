// The text that keys go into: a prompt, the palette, a field of the publish form, or the typed name of a zone.
import type { TextFieldState } from "../components/text-field/text-field-state.ts";
import { isFormOpen } from "../keys/key-scopes.ts";
import { step, type Step } from "./action.ts";
import type { Overlay, UiState } from "./ui-state.ts";

type EditedText = { readonly change: (edit: (field: TextFieldState) => TextFieldState) => Step };

/** Null where nothing is being typed. */
export function editedText(state: UiState): EditedText | null {
  const overlay = state.overlays.at(-1);
  if (overlay !== undefined) {
    if (!("field" in overlay)) return null;
    return {
      change: (edit) => {
        const field = edit(overlay.field);
        const next: Overlay =
          overlay.kind === "prompt"
            ? { ...overlay, field, problem: null }
            : { ...overlay, field, selected: 0 };
        return step({ ...state, overlays: [...state.overlays.slice(0, -1), next] });
      },
    };
  }
  if (!isFormOpen(state)) return null;
  const { publish } = state;
  const current = publish.step;
  if (current.kind === "plan" || current.kind === "zone-file") {
    return {
      change: (edit) =>
        step({
          ...state,
          publish: { ...publish, step: { ...current, field: edit(current.field), isWrong: false } },
        }),
    };
  }
  return {
    change: (edit) =>
      step(
        {
          ...state,
          publish: {
            ...publish,
            fields: { ...publish.fields, [publish.focus]: edit(publish.fields[publish.focus]) },
          },
        },
        { kind: "check-wish" },
      ),
  };
}

/** While text is typed, a key that types a character types it, whatever else it may mean. */
export function isCommandWhileTyping(key: string): boolean {
  return Array.from(key).length > 1 && key !== "space";
}
