// Moving: in the list, or in the details where they have the focus.
import { moveInList, withinList, type ListMove } from "../components/list/list-state.ts";
import { listOfScreen } from "../content/list-of-screen.ts";
import type { CommandId } from "../keys/commands.ts";
import { bodyRows } from "../screens/screen-size.ts";
import { step, type Step } from "./action.ts";
import type { UpdateContext } from "./update.ts";
import type { UiState } from "./ui-state.ts";

const MOVES: Readonly<Partial<Record<CommandId, ListMove>>> = {
  up: "up",
  down: "down",
  "page-up": "page-up",
  "page-down": "page-down",
  first: "first",
  last: "last",
};

/** While a field has the keys, these still move the text beside it. */
const FORM_MOVES: Readonly<Partial<Record<CommandId, ListMove>>> = {
  "form-page-up": "page-up",
  "form-page-down": "page-down",
};

/** Undefined where the command moves nothing. */
export function moveCommand(
  state: UiState,
  command: CommandId,
  { content }: UpdateContext,
): Step | undefined {
  if (command === "open") return openDetails(state);
  if (command === "leave-pane") return step({ ...state, pane: "list" });
  if (command === "other-pane") return step({ ...state, pane: state.pane === "list" ? "detail" : "list" });
  const move = MOVES[command] ?? FORM_MOVES[command];
  if (move === undefined) return undefined;
  const list = listOfScreen(state, content);
  const pageRows = Math.max(1, bodyRows(state.rows) - 4);
  if (list === undefined || state.pane === "detail")
    return step({ ...state, detailTop: scrolled(state.detailTop, move, pageRows) });
  const before = withinList(state.selected[state.screen], list.count);
  const selected = moveInList(before, move, list.count, pageRows);
  return step({
    ...state,
    selected: { ...state.selected, [state.screen]: selected },
    ...(selected === before ? {} : { detailTop: 0, remedy: 0 }),
  });
}

/** The overview opens its findings where they have the room. */
function openDetails(state: UiState): Step {
  if (state.screen !== "overview" || state.pane === "detail")
    return step({ ...state, pane: "detail", detailTop: 0 });
  const selected = { ...state.selected, findings: state.selected.overview };
  return step({ ...state, screen: "findings", pane: "detail", detailTop: 0, selected });
}

/** Beyond the end nothing more is shown: the view keeps within its text. */
function scrolled(top: number, move: ListMove, pageRows: number): number {
  return moveInList(top, move, MOST_LINES, pageRows);
}

const MOST_LINES = 10_000;
