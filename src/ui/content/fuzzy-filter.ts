// Finds entries by letters in their order: `pubrec` finds `Publish: write the record`. The closest come first.

/** All in their order where nothing is searched for. */
export function fuzzyFilter<T>(
  entries: readonly T[],
  searched: string,
  textOf: (entry: T) => string,
): readonly T[] {
  const letters = searched.toLowerCase().replaceAll(" ", "");
  if (letters === "") return entries;
  return entries
    .map((entry) => ({ entry, cost: fuzzyCost(textOf(entry).toLowerCase(), letters) }))
    .filter((each): each is { readonly entry: T; readonly cost: number } => each.cost !== null)
    .toSorted((left, right) => left.cost - right.cost)
    .map(({ entry }) => entry);
}

/** How far apart the letters are, a word in one piece costing least; null where they are not all there. */
function fuzzyCost(text: string, letters: string): number | null {
  const whole = text.indexOf(letters);
  if (whole !== -1) return whole === 0 || text[whole - 1] === " " ? 0 : 1;
  let at = -1;
  let cost = 2;
  for (const letter of letters) {
    const next = text.indexOf(letter, at + 1);
    if (next === -1) return null;
    cost += at === -1 ? 0 : next - at - 1;
    at = next;
  }
  return cost;
}
