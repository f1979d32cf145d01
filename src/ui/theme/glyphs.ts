// The signs of states, each one cell wide in every terminal, and their ASCII fall-back.

/** How something stands; 'unknown' is never shown as well. */
export type Health = "good" | "warn" | "bad" | "unknown" | "busy" | "info";

export type Glyphs = {
  readonly health: Readonly<Record<Health, string>>;
  readonly pointer: string;
  readonly arrow: string;
  readonly branch: string;
  readonly lastBranch: string;
  readonly stem: string;
  readonly rule: string;
  readonly bars: readonly string[];
  readonly ellipsis: string;
  readonly add: string;
  readonly remove: string;
  /** The border of Ink's Box. */
  readonly border: "single" | "classic";
};

export const UNICODE: Glyphs = {
  health: { good: "●", warn: "▲", bad: "✗", unknown: "?", busy: "○", info: "·" },
  pointer: "▌",
  arrow: "→",
  branch: "├ ",
  lastBranch: "└ ",
  stem: "│ ",
  rule: "─",
  bars: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
  ellipsis: "…",
  add: "+",
  remove: "-",
  border: "single",
};

export const ASCII: Glyphs = {
  health: { good: "*", warn: "!", bad: "x", unknown: "?", busy: "o", info: "-" },
  pointer: ">",
  arrow: "->",
  branch: "+ ",
  lastBranch: "+ ",
  stem: "| ",
  rule: "-",
  bars: ["_", ".", "-", "=", "+", "*", "#", "@"],
  ellipsis: "~",
  add: "+",
  remove: "-",
  border: "classic",
};
