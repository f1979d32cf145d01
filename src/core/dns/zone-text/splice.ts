// Changes to a text by offsets: what no splice names stays as it is.

export type Splice = { readonly start: number; readonly end: number; readonly text: string };

/** Splices must not overlap; of two at one offset the earlier in the list comes first. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const splice of sortedSplices(splices)) {
    pieces.push(text.slice(at, splice.start), splice.text);
    at = splice.end;
  }
  pieces.push(text.slice(at));
  return pieces.join("");
}

export function sortedSplices(splices: readonly Splice[]): readonly Splice[] {
  return splices.toSorted((left, right) => left.start - right.start);
}
