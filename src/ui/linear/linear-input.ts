// A typed line as keys: text where text is being typed, else the name of a key or of a command.
import { COMMAND_IDS, COMMANDS } from "../keys/commands.ts";
import { isKeyName } from "../keys/key-name.ts";
import type { Action } from "../store/action.ts";
import { editedText } from "../store/edit-texts.ts";
import type { UiState } from "../store/ui-state.ts";

/** An empty line is the Enter key. A line that is none of all is told by an empty list. */
export function actionsOfLine(line: string, state: UiState): readonly Action[] {
  const text = line.trim();
  if (text === "") return [key("enter")];
  if (text === "esc" || text === "ctrl+c") return [key(text)];
  if (state.isFilterOpen || editedText(state) !== null)
    return [key("ctrl+u"), { type: "paste", text }, key("enter")];
  if (isKeyName(text)) return [key(text)];
  const command = COMMAND_IDS.find(
    (id) => id === text || COMMANDS[id].title.toLowerCase() === text.toLowerCase(),
  );
  return command === undefined ? [] : [{ type: "command", command }];
}

function key(name: string): Action {
  return { type: "key", key: name };
}
