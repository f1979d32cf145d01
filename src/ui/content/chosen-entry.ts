// Which entry of a dialog is chosen: headings are passed over.
import { moveInList, withinList, type ListMove } from "../components/list/list-state.ts";
import type { DialogEntry } from "./dialog-entries.ts";

/** The entry at `selected`, or the next one that can be chosen; -1 where there is none. */
export function chosenIndex(entries: readonly DialogEntry[], selected: number): number {
  const at = withinList(selected, entries.length);
  const below = entries.findIndex((entry, index) => index >= at && entry.isHeading !== true);
  return below === -1 ? entries.findLastIndex((entry) => entry.isHeading !== true) : below;
}

/** Moves on past a heading in the direction of the move; stays where there is nothing beyond. */
export function moveInEntries(
  entries: readonly DialogEntry[],
  selected: number,
  move: ListMove,
  pageRows: number,
): number {
  const from = chosenIndex(entries, selected);
  const isUp = move === "up" || move === "page-up" || move === "first";
  let at = moveInList(from, move, entries.length, pageRows);
  while (entries[at]?.isHeading === true) {
    const next = moveInList(at, isUp ? "up" : "down", entries.length, pageRows);
    if (next === at) return from;
    at = next;
  }
  return at;
}
