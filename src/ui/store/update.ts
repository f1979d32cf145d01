// The one function by which the state changes. It is pure: what is to be done outside comes back as effects.
import type { ContentContext } from "../content/context.ts";
import { editOfKey } from "../components/text-field/text-field-keys.ts";
import { editText } from "../components/text-field/text-field-state.ts";
import { keyScopes } from "../keys/key-scopes.ts";
import type { Keymap } from "../keys/keymap.ts";
import { step, type Action, type Step } from "./action.ts";
import { isCommandWhileTyping, editedText } from "./edit-texts.ts";
import { MOST_LOG_LINES } from "./log.ts";
import { withNotice } from "./notice.ts";
import { updateChange } from "./update-change.ts";
import { updateCommand } from "./update-command.ts";
import { updateLab } from "./update-lab.ts";
import { updateRun } from "./update-run.ts";
import type { UiState } from "./ui-state.ts";

export type UpdateContext = { readonly keymap: Keymap; readonly content: ContentContext };

export function update(state: UiState, action: Action, context: UpdateContext): Step {
  switch (action.type) {
    case "key":
      return updateKey(state.notice === null ? state : { ...state, notice: null }, action.key, context);
    case "paste":
      return paste(state, action.text);
    case "command":
      return updateCommand(state, action.command, context);
    case "resize":
      return step({ ...state, columns: action.columns, rows: action.rows });
    case "tick":
      return step(state);
    case "notice":
      return step(withNotice(state, action.text, action.tone));
    case "log":
      return step({
        ...state,
        log: [...state.log, { atMs: state.nowMs, text: action.text, tone: action.tone }].slice(
          -MOST_LOG_LINES,
        ),
      });
    case "machine":
    case "machine-failed":
    case "run":
    case "watch-due":
    case "domains":
    case "domains-refused":
      return updateRun(state, action);
    case "lab":
    case "lab-scenarios":
      return updateLab(state, action);
    case "products":
      return step({ ...state, products: action.products });
    case "told":
      return action.sections.length === 0
        ? step(withNotice(state, "nothing that Windows prints was recognised in it", "bad"))
        : step({
            ...state,
            overlays: [...state.overlays, { kind: "told", sections: action.sections, selected: 0 }],
          });
    default:
      return updateChange(state, action);
  }
}

function updateKey(state: UiState, key: string, context: UpdateContext): Step {
  const { keymap } = context;
  // These two work wherever one is.
  const always = keymap.commandOf(key, ["everywhere"]);
  if (always === "interrupt" || always === "suspend") return updateCommand(state, always, context);
  if (state.isFilterOpen) return filterKey(state, key);
  const command = keymap.commandOf(key, keyScopes(state));
  // Esc and a key that come in one go look like Alt and the key.
  if (command === undefined && key.startsWith("alt+")) {
    const first = updateKey(state, "esc", context);
    const second = updateKey(first.state, key.slice("alt+".length), context);
    return step(second.state, ...first.effects, ...second.effects);
  }
  const isTyping = editedText(state) !== null;
  if (command !== undefined && (!isTyping || isCommandWhileTyping(key)))
    return updateCommand(state, command, context);
  const edit = isTyping ? editOfKey(key) : undefined;
  return edit === undefined ? step(state) : editFocused(state, (field) => editText(field, edit));
}

function editFocused(
  state: UiState,
  change: Parameters<NonNullable<ReturnType<typeof editedText>>["change"]>[0],
): Step {
  const edited = editedText(state);
  return edited === null ? step(state) : edited.change(change);
}

/** Keys while the filter is open: the list follows as one types. */
function filterKey(state: UiState, key: string): Step {
  if (key === "enter") return step({ ...state, isFilterOpen: false });
  if (key === "esc") return step({ ...state, isFilterOpen: false, filter: { text: "", cursor: 0 } });
  const edit = editOfKey(key);
  if (edit === undefined) return step(state);
  return step({
    ...state,
    filter: editText(state.filter, edit),
    selected: { ...state.selected, [state.screen]: 0 },
  });
}

/** Pasted text is text and never keys; where nothing is being typed it is read as what Windows printed. */
function paste(state: UiState, text: string): Step {
  const oneLine = text.replaceAll(/[\r\n\t]+/g, " ").trim();
  if (state.isFilterOpen)
    return step({ ...state, filter: editText(state.filter, { kind: "insert", text: oneLine }) });
  if (editedText(state) !== null)
    return editFocused(state, (field) => editText(field, { kind: "insert", text: oneLine }));
  return state.overlays.length > 0 ? step(state) : step(state, { kind: "read-paste", text });
}
