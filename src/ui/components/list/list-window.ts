// The window of a long list: which of its rows are seen. Never more rows than fit are made.

export type ListWindow = {
  /** The first row that is seen. */
  readonly start: number;
  /** Behind the last one. */
  readonly end: number;
};

/** Keeps the selected row in the middle, as far as the ends of the list allow: a pure function of where one is. */
export function listWindow(count: number, selected: number, height: number): ListWindow {
  const most = Math.max(0, height);
  const start = Math.max(0, Math.min(selected - Math.floor(most / 2), count - most));
  return { start, end: Math.min(count, start + most) };
}
