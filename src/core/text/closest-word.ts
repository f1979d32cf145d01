// The word that was probably meant, for messages about unknown keys and names.

const MOST_EDITS = 2;

/** The candidate with the fewest insertions, removals and replacements, at most two; undefined where none is that near. */
export function closestWord(word: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestEdits = MOST_EDITS + 1;
  for (const candidate of candidates) {
    const edits = countEdits(word.toLowerCase(), candidate.toLowerCase());
    if (edits < bestEdits) [best, bestEdits] = [candidate, edits];
  }
  return best;
}

/** Levenshtein distance, one row at a time; long words count as far away. */
function countEdits(left: string, right: string): number {
  if (Math.abs(left.length - right.length) > MOST_EDITS || left.length > 64) return MOST_EDITS + 1;
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
