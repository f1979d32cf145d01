// Where in the pasted text something stands, for people.
import type { LineRange } from "./document.ts";

/** `lines 3-14 of dlv.txt`. */
export function sayPlace(file: string, [first, last]: LineRange): string {
  const lines = first === last ? `line ${first}` : `lines ${first}-${last}`;
  return `${lines} of ${file === "-" ? "standard input" : file}`;
}
