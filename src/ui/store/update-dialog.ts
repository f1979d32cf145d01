// Dialogs on their stack: moved in, chosen from, closed. The topmost has the keys.
import { textField } from "../components/text-field/text-field-state.ts";
import type { ListMove } from "../components/list/list-state.ts";
import { chosenIndex, moveInEntries } from "../content/chosen-entry.ts";
import { dialogEntries, type DialogChoice } from "../content/dialog-entries.ts";
import { chosenEndpoint } from "../content/firewall-list.ts";
import { listOfScreen } from "../content/list-of-screen.ts";
import type { CommandId } from "../keys/commands.ts";
import { bodyRows } from "../screens/screen-size.ts";
import { step, type Step } from "./action.ts";
import { withNotice } from "./notice.ts";
import { withOverlay } from "./overlays.ts";
import { flipColumn, moveColumn } from "./update-columns.ts";
import { withWish } from "./update-publish.ts";
import type { UpdateContext } from "./update.ts";
import type { Overlay, UiState } from "./ui-state.ts";

const MOVES: Readonly<Partial<Record<CommandId, ListMove>>> = {
  "dialog-up": "up",
  "dialog-down": "down",
  "dialog-page-up": "page-up",
  "dialog-page-down": "page-down",
};

/** Carries out a command that was chosen in a dialog. */
type RunCommand = (state: UiState, command: CommandId) => Step;

/** Undefined where the command is none of dialogs. */
export function dialogCommand(
  state: UiState,
  command: CommandId,
  context: UpdateContext,
  run: RunCommand,
): Step | undefined {
  const overlay = state.overlays.at(-1);
  if (overlay === undefined) return undefined;
  const below: UiState = { ...state, overlays: state.overlays.slice(0, -1) };
  if (command === "dialog-close") return step(below);
  if (command === "dialog-choose") return choose(state, overlay, below, context, run);
  if (overlay.kind === "columns" && (command === "dialog-earlier" || command === "dialog-later")) {
    const move = command === "dialog-earlier" ? -1 : 1;
    const list = listOfScreen(state, context.content);
    const moved = list === undefined ? undefined : moveColumn(state, list, overlay.selected, move);
    if (moved === undefined) return step(state);
    const selected = { kind: "columns", selected: overlay.selected + move } as const;
    return step({ ...moved.state, overlays: [...below.overlays, selected] }, ...moved.effects);
  }
  const move = MOVES[command];
  if (move === undefined || !("selected" in overlay)) return undefined;
  const entries = dialogEntries(state, overlay, context);
  const pageRows = Math.max(1, bodyRows(state.rows) - 4);
  const selected = moveInEntries(entries, overlay.selected, move, pageRows);
  return step({ ...below, overlays: [...below.overlays, { ...overlay, selected }] });
}

function choose(
  state: UiState,
  overlay: Overlay,
  below: UiState,
  context: UpdateContext,
  run: RunCommand,
): Step {
  if (overlay.kind === "prompt") return answerPrompt(state, overlay, below);
  const entries = dialogEntries(state, overlay, context);
  const entry = entries[chosenIndex(entries, overlay.selected)];
  return entry === undefined ? step(state) : carryOut(entry.choice, below, context, run);
}

function carryOut(choice: DialogChoice, below: UiState, { content }: UpdateContext, run: RunCommand): Step {
  switch (choice.kind) {
    case "nothing":
      return step(below);
    case "command":
      return run(below, choice.command);
    case "export":
      return step(below, {
        kind: "export",
        form: choice.form,
      });
    case "lab-open":
      return step(withNotice(below, `opening the lab ${choice.name}`), {
        kind: "lab-open",
        name: choice.name,
      });
    case "lab-flip":
      // The dialog stays: one watches the findings follow.
      return step(withOverlay(below, { kind: "lab", selected: choice.at }), {
        kind: "lab-flip",
        id: choice.id,
      });
    case "lab-close":
      return step(below, { kind: "lab-close" });
    case "column": {
      const list = listOfScreen(below, content);
      if (list === undefined) return step(below);
      const flipped = flipColumn(below, list, choice.id);
      return step(withOverlay(flipped.state, { kind: "columns", selected: choice.at }), ...flipped.effects);
    }
    case "product":
      return choice.isFirewall
        ? step(
            withOverlay(below, {
              kind: "prompt",
              purpose: "clients",
              field: textField(),
              problem: null,
              product: choice.product,
            }),
          )
        : step(below, { kind: "snippet", product: choice.product, clients: [] });
  }
}

function answerPrompt(
  state: UiState,
  overlay: Extract<Overlay, { readonly kind: "prompt" }>,
  below: UiState,
): Step {
  const text = overlay.field.text.trim();
  if (text === "" && overlay.purpose !== "domain") return step(below);
  switch (overlay.purpose) {
    case "domain":
      // The prompt stays until the words are known to be domains.
      return step(state, { kind: "look-at", words: wordsOf(text) });
    case "read":
      return step(below, { kind: "read-paste", text });
    case "zone-file":
      return withWish(below, () => step(below, { kind: "zone-file", file: text, isDryRun: true }));
    case "rules":
      return step(below, { kind: "read-rules", files: wordsOf(text), endpoint: chosenEndpoint(state) });
    case "clients":
      return step(below, { kind: "snippet", product: overlay.product ?? "", clients: wordsOf(text) });
    case "save-snippet": {
      const { step: current } = state.publish;
      return current.kind === "snippet"
        ? step(below, { kind: "save", name: text, text: current.text })
        : step(below);
    }
  }
}

function wordsOf(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((word) => word !== "");
}
