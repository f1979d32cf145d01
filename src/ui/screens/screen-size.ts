// How the terminal is shared out: two lines above, one below, the rest is the screen's.

export const LEAST_COLUMNS = 60;
export const LEAST_ROWS = 16;

/** Header, tabs, verdict, footer. */
const BAR_ROWS = 4;

export function bodyRows(rows: number): number {
  return Math.max(1, rows - BAR_ROWS);
}

export function isTooSmall(columns: number, rows: number): boolean {
  return columns < LEAST_COLUMNS || rows < LEAST_ROWS;
}

export type PaneSizes = {
  readonly isSideBySide: boolean;
  /** Cells and rows within the borders. */
  readonly list: { readonly columns: number; readonly rows: number };
  readonly detail: { readonly columns: number; readonly rows: number };
};

/**
 * Details to the right where it is wide, below where it is narrow. A border takes two of each. Where they stand below,
 * the list gets at most its share, and no more rows than it needs.
 */
export function paneSizes(columns: number, rows: number, listShare = 0.5, listNeeds = Infinity): PaneSizes {
  const body = bodyRows(rows);
  if (columns >= 110) {
    const left = Math.floor(columns * 0.55);
    return {
      isSideBySide: true,
      list: { columns: left - 2, rows: body - 2 },
      detail: { columns: columns - left - 2, rows: body - 2 },
    };
  }
  const listRows = Math.max(4, Math.min(Math.floor(body * listShare), listNeeds + 2));
  return {
    isSideBySide: false,
    list: { columns: columns - 2, rows: listRows - 2 },
    detail: { columns: columns - 2, rows: Math.max(1, body - listRows - 2) },
  };
}
