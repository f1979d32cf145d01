// Keys of the publish screen: the form, going on, and the ways besides the dynamic update.
import type { CommandId } from "../keys/commands.ts";
import { step, type Step } from "./action.ts";
import { leaveChange, leavingChange } from "./leave-change.ts";
import { withNotice } from "./notice.ts";
import { emptyPublish, neighbourField, suggestedTexts, type PublishState } from "./publish-state.ts";
import { openProducts, openPrompt } from "./overlays.ts";
import type { UiState } from "./ui-state.ts";

/** Undefined where the command is none of publishing. */
export function publishCommand(state: UiState, command: CommandId): Step | undefined {
  const { publish } = state;
  const change = (next: Partial<PublishState>): UiState => ({ ...state, publish: { ...publish, ...next } });
  switch (command) {
    case "next-field":
      return step(change({ focus: neighbourField(publish.focus, 1) }));
    case "previous-field":
      return step(change({ focus: neighbourField(publish.focus, -1) }));
    case "edit-form":
      return editOrGoOn(state);
    case "submit":
      return submit(state);
    case "leave-form":
      return leaveChange(state);
    case "edit-fields":
      return leavingChange(state, (left) =>
        step(
          { ...left, publish: { ...left.publish, step: { kind: "form", isEditing: true } } },
          { kind: "check-wish" },
        ),
      );
    case "back":
      // The form is what everything else here begins with.
      return state.screen === "publish" && publish.step.kind !== "form" ? leaveChange(state) : undefined;
    case "new-form":
      return leavingChange(state, (left) => {
        const empty = emptyPublish(suggestedTexts(left.domains, left.lab?.host));
        return step({ ...left, publish: { ...empty, journal: publish.journal } }, { kind: "check-wish" });
      });
    case "snippet":
      return leavingChange(state, (left) =>
        withWish(left, () => step(openProducts(left, "record"), { kind: "products" })),
      );
    case "zone-file": {
      const why = noZoneFile(state);
      if (why !== null) return step(withNotice(state, why, "bad"));
      return leavingChange(state, (left) => withWish(left, () => openPrompt(left, "zone-file", "")));
    }
    case "copy-snippet":
      return copySnippet(state);
    case "save-snippet":
      return publish.step.kind === "snippet"
        ? openPrompt(state, "save-snippet", `kms-${publish.step.product}.txt`)
        : step(withNotice(state, "there is no snippet yet: s makes one", "bad"));
    case "undo":
      return undo(state);
    default:
      return undefined;
  }
}

function editOrGoOn(state: UiState): Step {
  const { publish } = state;
  const { kind } = publish.step;
  if (kind === "policy" || kind === "planning" || kind === "applying") return step(state);
  if (kind === "form" && (publish.checked?.wish ?? null) !== null) return goOn(state);
  // The plan in read-only mode is left by esc, and everything else begins with the form.
  if (kind === "plan") return step(withNotice(state, "read-only: W allows changes", "bad"));
  return step(
    { ...state, publish: { ...publish, step: { kind: "form", isEditing: true } } },
    { kind: "check-wish" },
  );
}

function submit(state: UiState): Step {
  const { publish } = state;
  const current = publish.step;
  if (current.kind === "form") {
    if ((publish.checked?.wish ?? null) !== null) return goOn(state);
    const [first] = Object.keys(publish.checked?.problems ?? {});
    const focus = first === undefined ? publish.focus : (first as PublishState["focus"]);
    return step({
      ...withNotice(state, "not yet: see the marked field", "bad"),
      publish: { ...publish, focus },
    });
  }
  if (current.kind === "plan") {
    const zone = current.plans.at(-1)?.zone ?? "";
    if (!isZone(current.field.text, zone))
      return step({ ...state, publish: { ...publish, step: { ...current, isWrong: true } } });
    return step(
      { ...state, publish: { ...publish, step: { kind: "applying", plans: current.plans } } },
      { kind: "answer-plan" },
    );
  }
  if (current.kind === "zone-file") {
    if (!isZone(current.field.text, current.view.zone))
      return step({ ...state, publish: { ...publish, step: { ...current, isWrong: true } } });
    return step(state, { kind: "zone-file", file: current.file, isDryRun: false });
  }
  return step(state);
}

function isZone(typed: string, zone: string): boolean {
  return typed.trim().replace(/\.$/, "").toLowerCase() === zone.toLowerCase();
}

function goOn(state: UiState): Step {
  if (state.replayOf !== null)
    return step(withNotice(state, "this is a recorded run: nothing can be changed", "bad"));
  return step(
    {
      ...state,
      publish: {
        ...state.publish,
        step: { kind: "policy" },
        policy: null,
        verified: [],
        announcements: [],
      },
    },
    { kind: "policy" },
  );
}

/** Opens the form where it does not say yet which record is meant. */
export function withWish(state: UiState, go: () => Step): Step {
  if ((state.publish.checked?.wish ?? null) !== null) return go();
  return step(
    {
      ...withNotice(state, "first say which host is to be published", "bad"),
      publish: { ...state.publish, step: { kind: "form", isEditing: true } },
    },
    { kind: "check-wish" },
  );
}

function copySnippet(state: UiState): Step {
  const { step: current } = state.publish;
  if (current.kind !== "snippet")
    return step(withNotice(state, "there is no snippet yet: s makes one", "bad"));
  return step(withNotice(state, `copied: the snippet for ${current.product}`, "good"), {
    kind: "copy",
    text: current.text,
  });
}

/** A file is no part of what is shown where that is a recording, or the lab. */
function noZoneFile({ replayOf, lab }: UiState): string | null {
  if (replayOf !== null) return "this is a recorded run: nothing can be changed";
  return lab === null ? null : "the zones of the lab are in no file: O closes the lab";
}

function undo(state: UiState): Step {
  if (!state.mayWrite) return step(withNotice(state, "read-only: W allows changes", "bad"));
  if (state.replayOf !== null)
    return step(withNotice(state, "this is a recorded run: nothing can be changed", "bad"));
  return leavingChange(state, (left) =>
    step(
      {
        ...left,
        screen: "publish",
        publish: {
          ...left.publish,
          goal: "undo",
          step: { kind: "planning" },
          policy: null,
          verified: [],
          announcements: [],
        },
      },
      { kind: "undo", id: left.publish.journal },
    ),
  );
}
