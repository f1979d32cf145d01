// What holds for every state of the interface, however one came to it.
import { dialogEntries } from "../../src/ui/content/dialog-entries.ts";
import { footerLine, headerLine, tabsLine, verdictLine } from "../../src/ui/content/bar-lines.ts";
import { listOfScreen } from "../../src/ui/content/list-of-screen.ts";
import { pathLines } from "../../src/ui/content/path-lines.ts";
import { formLines } from "../../src/ui/content/form-lines.ts";
import { questionLines, stepLines } from "../../src/ui/content/publish-lines.ts";
import { withinList } from "../../src/ui/components/list/list-state.ts";
import type { TextFieldState } from "../../src/ui/components/text-field/text-field-state.ts";
import { SCREENS, type UiState } from "../../src/ui/store/ui-state.ts";
import { layOutLine, type Line } from "../../src/ui/text/line.ts";
import { cellWidth } from "../../src/ui/text/cell-text.ts";
import { CONTENT, CONTEXT, KEYMAP } from "./ui-states.ts";

/** One line for each thing that can't be. */
export function stateProblems(state: UiState): readonly string[] {
  const problems: string[] = [];
  const isCount = (value: number): boolean => Number.isInteger(value) && value >= 0;
  if (!SCREENS.includes(state.screen)) problems.push(`screen ${state.screen}`);
  for (const screen of SCREENS)
    if (!isCount(state.selected[screen])) problems.push(`selected ${screen} ${state.selected[screen]}`);
  if (!isCount(state.detailTop)) problems.push(`detailTop ${state.detailTop}`);
  if (!isCount(state.remedy)) problems.push(`remedy ${state.remedy}`);
  if (state.overlays.length > 3) problems.push(`${state.overlays.length} dialogs on each other`);
  if (state.replayOf !== null && state.mayWrite && state.lab === null)
    problems.push("a recorded run that may be changed");
  if (state.watch.nextAtMs !== null && !state.watch.isOn)
    problems.push("a check to come, though nothing is watched");
  for (const field of fieldsOf(state))
    if (!isCount(field.cursor) || field.cursor > field.text.length)
      problems.push(`cursor ${field.cursor} of ${field.text.length}`);
  return [...problems, ...lineProblems(state)];
}

function fieldsOf({ filter, overlays, publish }: UiState): readonly TextFieldState[] {
  const { step, fields } = publish;
  return [
    filter,
    ...Object.values(fields),
    ...overlays.flatMap((overlay) => ("field" in overlay ? [overlay.field] : [])),
    ...("field" in step ? [step.field] : []),
  ];
}

/** Everything that is shown can be made, and fits. */
function lineProblems(state: UiState): readonly string[] {
  const { columns } = state;
  const list = listOfScreen(state, CONTENT);
  const overlay = state.overlays.at(-1);
  if (overlay !== undefined) dialogEntries(state, overlay, CONTEXT);
  const lines: readonly Line[] = [
    headerLine(state, columns, CONTENT),
    tabsLine(state, columns),
    verdictLine(state, columns, CONTENT),
    footerLine(state, columns, KEYMAP, CONTENT),
    ...pathLines(state, columns, CONTENT),
    ...formLines(state, columns, CONTENT),
    ...stepLines(state, columns, CONTENT),
    ...questionLines(state, columns),
    ...(list === undefined
      ? []
      : [
          ...list.empty,
          list.header(columns),
          ...Array.from({ length: Math.min(5, list.count) }, (_, index) => list.rowAt(index, columns)),
          ...(list.count === 0
            ? []
            : list.detailAt(withinList(state.selected[state.screen], list.count), columns)),
        ]),
  ];
  return lines.flatMap((line) => {
    const cells = layOutLine(line, columns, false).reduce((sum, { text }) => sum + cellWidth(text), 0);
    return cells > columns ? [`a line of ${cells} cells, ${columns} fit`] : [];
  });
}
