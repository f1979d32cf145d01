// What is said of a change of state in the linear mode: a line for each thing that is new, nothing twice.
import { verdictOf } from "../content/verdict.ts";
import { findingKey } from "../store/history.ts";
import { shownRun, type UiState } from "../store/ui-state.ts";
import { targetStanding } from "../content/health.ts";
import { dialogSelectionText, screenText, selectionText, type LinearContext } from "./screen-text.ts";

export function linearChanges(before: UiState, after: UiState, context: LinearContext): readonly string[] {
  return [...newsOfRun(before, after), ...newsOfView(before, after, context), ...newsOfNotice(before, after)];
}

function newsOfRun(before: UiState, after: UiState): readonly string[] {
  const [old, now] = [shownRun(before), shownRun(after)];
  if (old === now) return [];
  const known = new Set(old.findings.map(findingKey));
  const findings = now.findings
    .filter((finding) => !known.has(findingKey(finding)))
    .map(({ severity, id, title }) => `${severity} ${id}: ${title}`);
  const hosts = now.targets.flatMap((target, index) => {
    const word = targetStanding(target).word;
    const earlier = old.targets[index];
    const isSame = earlier !== undefined && targetStanding(earlier).word === word;
    return isSame ? [] : [`host ${target.target}: ${word}`];
  });
  const verdict = verdictOf(now).text;
  const isOver = now.phase !== "running" && (old.phase === "running" || verdictOf(old).text !== verdict);
  const fixed = after.history.fixed
    .filter((each) => !before.history.fixed.includes(each))
    .map(({ finding }) => `fixed: ${finding.id} ${finding.subject}`);
  return [...hosts, ...findings, ...fixed, ...(isOver ? [`verdict: ${verdict}`] : [])];
}

function newsOfView(before: UiState, after: UiState, context: LinearContext): readonly string[] {
  const [oldTop, newTop] = [before.overlays.at(-1), after.overlays.at(-1)];
  if (before.screen !== after.screen || oldTop?.kind !== newTop?.kind) return screenText(after, context);
  if (newTop !== undefined) {
    if (oldTop === newTop) return [];
    if (newTop.kind === "prompt") return newTop.problem === null ? [] : [newTop.problem];
    return dialogSelectionText(after, context);
  }
  if (before.publish.step.kind !== after.publish.step.kind || before.publish.focus !== after.publish.focus)
    return after.screen === "publish" ? screenText(after, context) : [];
  const hasMoved =
    before.selected !== after.selected || (before.pane !== after.pane && after.pane === "detail");
  return hasMoved ? selectionText(after, context) : [];
}

function newsOfNotice(before: UiState, { notice }: UiState): readonly string[] {
  return notice === null || notice === before.notice ? [] : [notice.text];
}
