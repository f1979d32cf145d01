// What content needs besides the state: the signs of the terminal at hand.
import type { Glyphs } from "../theme/glyphs.ts";
import type { ScreenId } from "../store/ui-state.ts";
import type { Line } from "../text/line.ts";

export type ContentContext = {
  readonly glyphs: Glyphs;
  /** Hours and minutes of a time in this machine's zone: `14:32`. */
  readonly clock: (atMs: number) => string;
};

/** A list of a screen. Rows are made for what is seen only. */
export type ListModel = {
  /** The screen that it belongs to; others may show it, too. */
  readonly screen: ScreenId;
  readonly title: string;
  /** Those that can be left out and put in another order. */
  readonly columns: readonly { readonly id: string; readonly title: string }[];
  readonly header: (columns: number) => Line;
  readonly count: number;
  /** Without the filter. */
  readonly total: number;
  readonly rowAt: (index: number, columns: number) => Line;
  /** Names the row for as long as it means the same. */
  readonly keyAt: (index: number) => string;
  /** What `y` copies, and `Y`. */
  readonly cellText: (index: number) => string;
  readonly rowText: (index: number) => string;
  readonly detailTitle: string;
  readonly detailAt: (index: number, columns: number) => readonly Line[];
  /** Said where there is no row: why, and the next key. */
  readonly empty: readonly Line[];
};
