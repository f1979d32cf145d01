// A screen as plain lines, for the linear mode: the same content, one thing after the other.
import type { ContentContext } from "../content/context.ts";
import { SCREEN_TITLES } from "../content/bar-lines.ts";
import { chosenIndex } from "../content/chosen-entry.ts";
import { dialogEntries } from "../content/dialog-entries.ts";
import { listOfScreen } from "../content/list-of-screen.ts";
import { pathLines } from "../content/path-lines.ts";
import { formLines } from "../content/form-lines.ts";
import { questionLines, stepLines } from "../content/publish-lines.ts";
import { withinList } from "../components/list/list-state.ts";
import type { Keymap } from "../keys/keymap.ts";
import type { Overlay, UiState } from "../store/ui-state.ts";
import { lineText, type Line } from "../text/line.ts";

export type LinearContext = {
  readonly content: ContentContext;
  readonly keymap: Keymap;
  readonly isAscii: boolean;
};

/** Wide enough that nothing but the longest names is cut; the terminal breaks the lines. */
const COLUMNS = 200;
/** Of longer lists the first rows are read out; a filter finds the others. */
const MOST_ROWS = 200;

export function screenText(state: UiState, context: LinearContext): readonly string[] {
  const overlay = state.overlays.at(-1);
  if (overlay !== undefined) return dialogText(state, overlay, context);
  const { content } = context;
  const title = `${SCREEN_TITLES[state.screen]}.`;
  if (state.screen === "publish")
    return [
      title,
      ...texts(
        [
          ...formLines(state, COLUMNS, content),
          ...stepLines(state, COLUMNS, content),
          ...questionLines(state, COLUMNS),
        ],
        context,
      ),
    ];
  const path = state.screen === "overview" ? pathLines(state, COLUMNS, content) : [];
  return [title, ...texts(path, context), ...listText(state, context)];
}

/** All rows of the list of a screen. */
function listText(state: UiState, context: LinearContext): readonly string[] {
  const list = listOfScreen(state, context.content);
  if (list === undefined) return [];
  if (list.count === 0) return texts(list.empty, context);
  const shown = Math.min(list.count, MOST_ROWS);
  const rows = Array.from({ length: shown }, (_, index) => list.rowAt(index, COLUMNS));
  const more = list.count > shown ? [`and ${list.count - shown} more: / filters`] : [];
  return [`${list.title}: ${list.count}.`, ...texts(rows, context), ...more];
}

/** The selected row with its details. */
export function selectionText(state: UiState, context: LinearContext): readonly string[] {
  const list = listOfScreen(state, context.content);
  if (list === undefined || list.count === 0) return [];
  const at = withinList(state.selected[state.screen], list.count);
  return [`${at + 1} of ${list.count}.`, ...texts(list.detailAt(at, COLUMNS), context)];
}

/** The chosen entry of a list in a dialog. */
export function dialogSelectionText(state: UiState, context: LinearContext): readonly string[] {
  const overlay = state.overlays.at(-1);
  if (overlay === undefined || !("selected" in overlay)) return [];
  const entries = dialogEntries(state, overlay, context);
  const entry = entries[chosenIndex(entries, overlay.selected)];
  return entry === undefined ? ["nothing matches"] : [`${entry.label} ${entry.text}`.trim()];
}

function dialogText(state: UiState, overlay: Overlay, context: LinearContext): readonly string[] {
  if (overlay.kind === "prompt")
    return [
      `Type the ${overlay.purpose.replace("-", " ")}, then Enter.`,
      ...(overlay.problem === null ? [] : [overlay.problem]),
    ];
  const entries = dialogEntries(state, overlay, context).map(({ label, text }) => `${label} ${text}`.trim());
  return entries.length === 0 ? ["nothing matches"] : entries;
}

function texts(lines: readonly Line[], { isAscii }: LinearContext): readonly string[] {
  return lines
    .map((line) => lineText(line, COLUMNS, isAscii).replaceAll(/ {2,}/g, "  "))
    .filter((text) => text !== "");
}
