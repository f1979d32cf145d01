// What a key does to a text that is being edited.
import { typedChar } from "../../keys/key-name.ts";
import type { TextEdit } from "./text-field-state.ts";

const EDITS: Readonly<Record<string, Exclude<TextEdit["kind"], "insert">>> = {
  backspace: "delete-before",
  delete: "delete-after",
  left: "left",
  right: "right",
  home: "start",
  end: "end",
  "ctrl+a": "start",
  "ctrl+e": "end",
  "ctrl+u": "delete-to-start",
  "ctrl+w": "delete-word",
};

/** Undefined where the key is no edit. */
export function editOfKey(key: string): TextEdit | undefined {
  const kind = EDITS[key];
  if (kind !== undefined) return { kind };
  const text = typedChar(key);
  return text === undefined ? undefined : { kind: "insert", text };
}
