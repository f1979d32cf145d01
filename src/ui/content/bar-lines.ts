// The lines around a screen: who is asked and whether changes are allowed, the tabs, the keys at the foot.
import type { Keymap } from "../keys/keymap.ts";
import { COMMAND_IDS, COMMANDS, type CommandId, type KeyScope } from "../keys/commands.ts";
import { findingEntries } from "./findings-list.ts";
import { listOfScreen } from "./list-of-screen.ts";
import { keyScopes } from "../keys/key-scopes.ts";
import { SCREENS, shownRun, type ScreenId, type UiState } from "../store/ui-state.ts";
import { cellWidth, safeText } from "../text/cell-text.ts";
import { span, type Line, type Span } from "../text/line.ts";
import { ageText } from "./age.ts";
import type { ContentContext } from "./context.ts";
import { sign, STYLE_OF_HEALTH } from "./health.ts";
import { verdictOf } from "./verdict.ts";

export const SCREEN_TITLES: Readonly<Record<ScreenId, string>> = {
  overview: "Overview",
  hosts: "Hosts",
  dns: "DNS",
  findings: "Findings",
  publish: "Publish",
  firewall: "Firewall",
  clients: "Clients",
  log: "Log",
};

/** What is looked at, whom it is asked of, and in which mode. */
export function headerLine(state: UiState, columns: number, { clock, glyphs }: ContentContext): Line {
  const { lab, replayOf, mayWrite, nowMs, isMasked, frozen, watch } = state;
  const what = state.domains.join(", ") || (state.machine?.suffixes.join(", ") ?? "");
  const marks = [
    ...(frozen === null ? [] : ["FROZEN"]),
    ...(isMasked ? ["MASKED"] : []),
    ...(watch.isOn ? [`watch ${watch.intervalSeconds} s`] : []),
    replayOf !== null ? "OFFLINE" : mayWrite ? "WRITE" : "read-only",
    clock(nowMs),
  ];
  const right = marks.join("  ");
  const promise = columns >= 76 ? ": nothing leaves this machine" : "";
  const banner = lab === null ? [] : [span(` LAB ${lab.name}${promise} `, "banner")];
  const left: readonly Span[] =
    replayOf === null
      ? [span("kms-doctor ", "title"), ...banner, span(banner.length > 0 ? " " : "", "dim")]
      : [span("kms-doctor ", "title"), span(` recorded run ${replayOf} `, "banner"), span(" ")];
  const used = left.reduce((sum, { text }) => sum + cellWidth(safeText(text, columns)), 0);
  const room = Math.max(0, columns - used - right.length - 1);
  const asked =
    lab === null && state.machine !== null && what !== ""
      ? ` ${glyphs.arrow} ${state.machine.resolvers.join(", ")}`
      : "";
  return [...left, span(`${what}${asked}`, "plain", room), span(` ${right}`, mayWrite ? "warn" : "dim")];
}

/** The screens with their digits; short names where it is narrow. */
export function tabsLine({ screen }: UiState, columns: number): Line {
  const isNarrow = columns < 74;
  return SCREENS.flatMap((each, index): readonly Span[] => {
    const title = isNarrow ? SCREEN_TITLES[each].slice(0, 4) : SCREEN_TITLES[each];
    const style = each === screen ? "selected" : "plain";
    return [span(`${index + 1} `, "key"), span(title, style), span(" ")];
  });
}

/** The worst finding gives way to the age of what is shown. */
export function verdictLine(state: UiState, columns: number, context: ContentContext): Line {
  const run = shownRun(state);
  const { health, text } = verdictOf(run);
  const fixed = state.history.fixed.length > 0 ? `  ${state.history.fixed.length} fixed` : "";
  const age = sayAge(state);
  const room = Math.max(0, columns - 2 - fixed.length - age.length);
  const safe = safeText(text, columns);
  return [
    sign(health, context),
    span(safe, STYLE_OF_HEALTH[health], cellWidth(safe) > room ? room : undefined),
    span(fixed, "good"),
    span(age, "dim"),
  ];
}

/** From this age on it is said how to look again. */
const STALE_MS = 300_000;

function sayAge(state: UiState): string {
  const { endedAtMs } = shownRun(state);
  const isStale = endedAtMs !== null && state.nowMs - endedAtMs >= STALE_MS && state.replayOf === null;
  if (isStale && !state.isRerunning) return `  ${ageText(endedAtMs, state.nowMs)} old: r checks again`;
  const age =
    endedAtMs === null
      ? ""
      : `  seen ${ageText(endedAtMs, state.nowMs)}${endedAtMs + 5000 > state.nowMs ? "" : " ago"}`;
  return state.isRerunning ? `${age}, checking again` : age;
}

/** The notice of the last key, else hints for what can be done here; the least needed go first where it is narrow. */
export function footerLine(state: UiState, columns: number, keymap: Keymap, context: ContentContext): Line {
  if (state.isFilterOpen) {
    const matches = listOfScreen(state, context)?.count ?? 0;
    return [
      span("/", "key"),
      span(state.filter.text),
      span(" ", "selected"),
      span(`  ${matches} match${matches === 1 ? "" : "es"}; enter keeps the filter, esc clears it`, "dim"),
    ];
  }
  if (state.notice !== null) {
    const { text, tone } = state.notice;
    return [span(text, tone)];
  }
  const scopes = keyScopes(state);
  const useless = uselessHere(state);
  const hints = COMMAND_IDS.filter((command) => !useless.has(command)).flatMap((command) =>
    hintOf(command, scopes, keymap),
  );
  hints.sort((left, right) => left.rank - right.rank);
  const spans: Span[] = state.filter.text === "" ? [] : [span(`filter '${state.filter.text}'  `, "note")];
  let room = columns - (spans[0]?.text.length ?? 0);
  for (const { key, word } of hints) {
    room -= key.length + word.length + 3;
    if (room < 0) break;
    spans.push(span(key, "key"), span(` ${word}  `, "dim"));
  }
  return spans;
}

/** What would only say that there is nothing to do it with. */
function uselessHere(state: UiState): ReadonlySet<CommandId> {
  const useless = new Set<CommandId>();
  if (findingEntries(state).every(({ fixedAtMs }) => fixedAtMs !== null)) {
    useless.add("run-remedy");
    useless.add("copy-remedy");
  }
  const { kind } = state.publish.step;
  if (kind !== "snippet") useless.add("copy-snippet");
  if (kind === "policy" || kind === "planning" || kind === "applying")
    for (const command of ["edit-form", "snippet", "zone-file"] as const) useless.add(command);
  return useless;
}

type Hint = { readonly rank: number; readonly key: string; readonly word: string };

function hintOf(command: CommandId, scopes: readonly KeyScope[], keymap: Keymap): readonly Hint[] {
  const { hint, scope } = COMMANDS[command];
  const [key] = keymap.keysOf(command);
  const depth = scopes.indexOf(scope);
  // A key that an inner scope has taken says something else here.
  if (hint === undefined || key === undefined || depth === -1 || keymap.commandOf(key, scopes) !== command)
    return [];
  const [rank, word] = hint;
  return [{ rank: depth * 100 + rank, key, word }];
}
