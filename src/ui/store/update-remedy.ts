// Remedies: copied, or carried out by the form that they lead to.
import { withinList } from "../components/list/list-state.ts";
import { findingEntries, findingText } from "../content/findings-list.ts";
import { remedyOfLine } from "../content/remedy-action.ts";
import type { Finding } from "../../core/checks/finding.ts";
import type { CommandId } from "../keys/commands.ts";
import { step, type Step } from "./action.ts";
import { leavingChange } from "./leave-change.ts";
import { withNotice } from "./notice.ts";
import { emptyPublish, suggestedTexts } from "./publish-state.ts";
import { openProducts, openPrompt } from "./overlays.ts";
import type { UiState } from "./ui-state.ts";

/** Undefined where the command is none of remedies. */
export function remedyCommand(state: UiState, command: CommandId): Step | undefined {
  const finding = chosenFinding(state);
  switch (command) {
    case "next-remedy":
    case "previous-remedy": {
      const most = Math.max(0, (finding?.remedy.length ?? 0) - 1);
      const next = Math.min(state.remedy, most) + (command === "next-remedy" ? 1 : -1);
      return step({ ...state, remedy: Math.max(0, Math.min(next, most)) });
    }
    case "copy-remedy": {
      const text = finding === undefined ? undefined : chosenStep(state, finding);
      if (text === undefined) return step(withNotice(state, "there is no remedy to copy", "bad"));
      return step(withNotice(state, `copied: ${text}`, "good"), { kind: "copy", text });
    }
    case "copy-finding":
      return finding === undefined
        ? step(withNotice(state, "there is no finding to copy", "bad"))
        : step(withNotice(state, `copied: ${finding.id} with its evidence`, "good"), {
            kind: "copy",
            text: findingText(finding),
          });
    case "run-remedy":
      return leavingChange(state, (left) => runRemedy(left, finding));
    default:
      return undefined;
  }
}

function chosenFinding(state: UiState): Finding | undefined {
  const entries = findingEntries(state);
  const entry = entries[withinList(state.selected[state.screen], entries.length)];
  // What is mended needs no remedy.
  return entry === undefined || entry.fixedAtMs !== null ? undefined : entry.finding;
}

function chosenStep({ remedy }: UiState, finding: Finding): string | undefined {
  return finding.remedy[Math.min(remedy, finding.remedy.length - 1)];
}

/** The chosen step where the tool can carry it out, else the first one that it can. */
function runRemedy(state: UiState, finding: Finding | undefined): Step {
  const chosen = finding === undefined ? undefined : chosenStep(state, finding);
  const action =
    chosen === undefined
      ? undefined
      : (remedyOfLine(chosen) ?? finding?.remedy.map(remedyOfLine).find((each) => each !== undefined));
  if (state.replayOf !== null)
    return step(withNotice(state, "this is a recorded run: nothing can be changed", "bad"));
  if (action === undefined)
    return step(withNotice(state, "this has to be done elsewhere: y copies it", "note"));
  const publish = emptyPublish({ ...suggestedTexts(state.domains, state.lab?.host), ...action.texts });
  const next: UiState = {
    ...state,
    screen: "publish",
    pane: "list",
    detailTop: 0,
    publish: {
      ...publish,
      goal: action.kind === "unpublish" ? "unpublish" : "publish",
      step: { kind: "form", isEditing: publish.fields.host.text === "" },
    },
  };
  if (action.kind === "zone-file" && state.lab === null)
    return openPrompt(next, "zone-file", "", { kind: "check-wish" });
  if (action.kind !== "generate") return step(next, { kind: "check-wish" });
  const listed = openProducts(next, "record", action.product ?? "");
  return step(listed, { kind: "check-wish" }, { kind: "products" });
}
