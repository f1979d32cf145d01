// What each command does to the state. Those of one subject have a file of their own.
import { listOfScreen } from "../content/list-of-screen.ts";
import { withinList } from "../components/list/list-state.ts";
import { step, type Step } from "./action.ts";
import type { CommandId } from "../keys/commands.ts";
import { leavingChange } from "./leave-change.ts";
import { withNotice } from "./notice.ts";
import type { UpdateContext } from "./update.ts";
import { openProducts, openPrompt, withOverlay } from "./overlays.ts";
import { dialogCommand } from "./update-dialog.ts";
import { moveCommand } from "./update-move.ts";
import { emptyPublish, suggestedTexts } from "./publish-state.ts";
import { publishCommand } from "./update-publish.ts";
import { remedyCommand } from "./update-remedy.ts";
import { startRun } from "./update-run.ts";
import { SCREENS, type ScreenId, type UiState } from "./ui-state.ts";
import { watchCommand } from "./update-watch.ts";

export function updateCommand(state: UiState, command: CommandId, context: UpdateContext): Step {
  const screen = /^screen-(.*)$/.exec(command)?.[1];
  const named = SCREENS.find((each) => each === screen);
  if (named !== undefined) return showScreen(state, named);
  return (
    moveCommand(state, command, context) ??
    dialogCommand(state, command, context, (next, chosen) => updateCommand(next, chosen, context)) ??
    publishCommand(state, command) ??
    remedyCommand(state, command) ??
    watchCommand(state, command) ??
    otherCommand(state, command, context)
  );
}

/** The filter belongs to what was seen. */
export function showScreen(state: UiState, screen: ScreenId): Step {
  const next: UiState = {
    ...state,
    screen,
    overlays: [],
    pane: "list",
    detailTop: 0,
    remedy: 0,
    filter: { text: "", cursor: 0 },
    isFilterOpen: false,
  };
  return screen === "publish" ? step(withSuggestion(next), { kind: "check-wish" }) : step(next);
}

/** A form that nobody has touched begins with what is known. */
function withSuggestion(state: UiState): UiState {
  const { publish, domains, lab, machine } = state;
  if (publish.step.kind !== "form" || publish.fields.domain.text !== "") return state;
  const known = domains.length > 0 ? domains : (machine?.suffixes ?? []);
  return {
    ...state,
    publish: { ...emptyPublish(suggestedTexts(known, lab?.host)), journal: publish.journal },
  };
}

function otherCommand(state: UiState, command: CommandId, context: UpdateContext): Step {
  switch (command) {
    case "help":
      return step(withOverlay(state, { kind: "help", selected: 0 }));
    case "palette":
      return step(withOverlay(state, { kind: "palette", field: { text: "", cursor: 0 }, selected: 0 }));
    case "quit":
    case "quit-with-report":
      // What was sent is to be told first; Ctrl-C leaves whatever goes on.
      if (state.publish.step.kind === "applying")
        return step(withNotice(state, "it was sent, and is being read back; ctrl+c leaves at once", "bad"));
      return step(state, { kind: "quit", how: command === "quit" ? "verdict" : "report" });
    case "interrupt":
      return step(state, { kind: "quit", how: "interrupt" });
    case "suspend":
      return step(state, { kind: "suspend" });
    case "back":
      return goBack(state);
    case "rerun":
      return startRun(withNotice(state, "checking again"));
    case "stop":
      return step(state, { kind: "stop-run" });
    case "domain":
      return state.replayOf === null
        ? openPrompt(state, "domain", state.domains.join(" "))
        : step(withNotice(state, "this is a recorded run: no other domain can be asked about", "bad"));
    case "read":
      return openPrompt(state, "read", "");
    case "export":
      return step(withOverlay(state, { kind: "export", selected: 0 }));
    case "lab":
      return state.replayOf === null
        ? leavingChange(state, (left) =>
            step(withOverlay(left, { kind: "lab", selected: 0 }), { kind: "lab-scenarios" }),
          )
        : step(withNotice(state, "this is a recorded run: start without --replay for the lab", "bad"));
    case "lab-close":
      return state.lab === null
        ? step(withNotice(state, "no lab is open"))
        : leavingChange(state, (left) => step(left, { kind: "lab-close" }));
    case "mask":
      return step(
        withNotice(
          { ...state, isMasked: !state.isMasked },
          state.isMasked ? "names are shown" : "names and addresses are masked; an export is not",
        ),
      );
    case "freeze":
      return step(
        withNotice(
          {
            ...state,
            frozen: state.frozen === null ? state.run : null,
            frozenHistory: state.frozen === null ? state.history : null,
          },
          state.frozen === null ? "the display is frozen, the checks go on" : "the display goes on",
        ),
        { kind: "hold-run", isHeld: state.frozen === null },
      );
    case "problems":
      return step({
        ...withNotice(state, state.hasProblemsOnly ? "all is shown" : "problems only"),
        hasProblemsOnly: !state.hasProblemsOnly,
        selected: { ...state.selected, [state.screen]: 0 },
      });
    case "write":
      return toggleWrite(state);
    case "columns":
      return listOfScreen(state, context.content) === undefined
        ? step(state)
        : step(withOverlay(state, { kind: "columns", selected: 0 }));
    case "filter":
      return step({ ...state, isFilterOpen: listOfScreen(state, context.content) !== undefined });
    case "copy-cell":
    case "copy-row":
      return copyFromList(state, command, context);
    case "read-rules":
      return openPrompt(state, "rules", "");
    case "firewall-snippet":
      return step(openProducts(state, "firewall"), {
        kind: "products",
      });
    default:
      return step(state);
  }
}

function goBack(state: UiState): Step {
  if (state.filter.text !== "") return step({ ...state, filter: { text: "", cursor: 0 } });
  if (state.pane === "detail") return step({ ...state, pane: "list", detailTop: 0 });
  return step(state);
}

function toggleWrite(state: UiState): Step {
  if (state.replayOf !== null)
    return step(withNotice(state, "this is a recorded run: nothing can be changed", "bad"));
  const mayWrite = !state.mayWrite;
  return step(
    withNotice(
      { ...state, mayWrite },
      mayWrite ? "changes are allowed; each still needs the zone's name" : "read-only",
      "note",
    ),
  );
}

function copyFromList(state: UiState, command: "copy-cell" | "copy-row", { content }: UpdateContext): Step {
  const list = listOfScreen(state, content);
  if (list === undefined || list.count === 0)
    return step(withNotice(state, "there is nothing to copy", "bad"));
  const index = withinList(state.selected[state.screen], list.count);
  const text = command === "copy-cell" ? list.cellText(index) : list.rowText(index);
  return step(withNotice(state, `copied: ${text}`, "good"), { kind: "copy", text });
}
