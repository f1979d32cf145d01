// Where one is in a list, as a number; it is kept within the list only when it is used, since lists grow and shrink.

export type ListMove = "up" | "down" | "page-up" | "page-down" | "first" | "last";

export function moveInList(selected: number, move: ListMove, count: number, pageRows: number): number {
  const steps: Readonly<Record<ListMove, number>> = {
    up: -1,
    down: 1,
    "page-up": -Math.max(1, pageRows),
    "page-down": Math.max(1, pageRows),
    first: -count,
    last: count,
  };
  return withinList(withinList(selected, count) + steps[move], count);
}

/** 0 for an empty list. */
export function withinList(selected: number, count: number): number {
  return Math.max(0, Math.min(selected, count - 1));
}
