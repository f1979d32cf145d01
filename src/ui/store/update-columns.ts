// The columns of a list: shown or left out, and put in another order.
import type { ListModel } from "../content/context.ts";
import { ALL_COLUMNS, orderedColumns, type ColumnChoice } from "../content/table.ts";
import { step, type Step } from "./action.ts";
import { withNotice } from "./notice.ts";
import type { UiState } from "./ui-state.ts";

/** One column at least stays. */
export function flipColumn(state: UiState, list: ListModel, id: string): Step {
  const choice = choiceOf(state, list);
  const isHidden = choice.hidden.includes(id);
  const hidden = isHidden ? choice.hidden.filter((each) => each !== id) : [...choice.hidden, id];
  if (hidden.length >= list.columns.length) return step(withNotice(state, "one column has to stay", "bad"));
  return withChoice(state, list, { ...choice, hidden });
}

/** `at` counts in the order that is shown. Undefined where it is at the end already. */
export function moveColumn(state: UiState, list: ListModel, at: number, move: 1 | -1): Step | undefined {
  const choice = choiceOf(state, list);
  const order = orderedColumns(list.columns, choice).map(({ id }) => id);
  const [moved, other] = [order[at], order[at + move]];
  if (moved === undefined || other === undefined) return undefined;
  order[at] = other;
  order[at + move] = moved;
  return withChoice(state, list, { ...choice, order });
}

function choiceOf({ columnChoices }: UiState, { screen }: ListModel): ColumnChoice {
  return columnChoices[screen] ?? ALL_COLUMNS;
}

function withChoice(state: UiState, { screen }: ListModel, choice: ColumnChoice): Step {
  const columnChoices = { ...state.columnChoices, [screen]: choice };
  return step({ ...state, columnChoices }, { kind: "save-columns" });
}
