// What a list says where it has no row: why, and the key that leads on.
import { shownRun, type UiState } from "../store/ui-state.ts";
import type { Line } from "../text/line.ts";
import type { ContentContext } from "./context.ts";

/** `hidden`: rows that only the filter or 'problems only' keep from being seen. */
export function emptyLines(
  state: UiState,
  { glyphs }: ContentContext,
  nothing: string,
  hidden: number,
): readonly Line[] {
  if (hidden > 0 && state.filter.text !== "")
    return [say(`Nothing matches '${state.filter.text}'.`), next("esc", "clears the filter")];
  if (hidden > 0) return [say("No problem here."), next("!", "shows all")];
  const { phase, failure, targets, domains } = shownRun(state);
  const isUnpublished =
    domains.length > 0 && targets.length === 0 && state.screen !== "findings" && state.screen !== "overview";
  switch (phase) {
    case "idle":
      return [say("Nothing was checked yet."), next("d", "enters a domain"), next("o", "opens the lab")];
    case "running":
      return [
        [
          { text: `${glyphs.health.busy} `, style: "dim" },
          { text: `Being looked at${glyphs.ellipsis}`, style: "dim" },
        ],
      ];
    case "failed":
      return [say(failure ?? "The check failed."), next("r", "tries again"), next("d", "enters a domain")];
    case "partial":
      return [say("The checks were stopped before this was reached."), next("r", "checks again")];
    case "done":
      return [
        say(nothing),
        ...(isUnpublished ? [next("4", "shows what is wrong"), next("5", "publishes a host")] : []),
        next("r", "checks again"),
        next("d", "looks at another domain"),
      ];
  }
}

function say(text: string): Line {
  return [{ text }];
}

function next(key: string, what: string): Line {
  return [
    { text: `  ${key}`, style: "key" },
    { text: `  ${what}`, style: "dim" },
  ];
}
