// What each style looks like. State is never told by colour alone, so the theme without colours loses nothing.
import type { Style } from "../text/line.ts";

/** Properties of Ink's Text. */
export type Look = {
  readonly color?: string;
  readonly backgroundColor?: string;
  readonly bold?: boolean;
  readonly dimColor?: boolean;
  readonly inverse?: boolean;
};

export type Theme = Readonly<Record<Style, Look>>;

export const THEME_NAMES = ["dark", "light", "high-contrast", "mono"] as const;
export type ThemeName = (typeof THEME_NAMES)[number];

const MONO: Theme = {
  plain: {},
  dim: { dimColor: true },
  strong: { bold: true },
  title: { bold: true },
  good: {},
  bad: { bold: true },
  warn: { bold: true },
  note: {},
  selected: { inverse: true },
  banner: { inverse: true },
  key: { bold: true },
};

export const THEMES: Readonly<Record<ThemeName, Theme>> = {
  dark: {
    ...MONO,
    title: { bold: true, color: "cyan" },
    good: { color: "green" },
    bad: { color: "red", bold: true },
    warn: { color: "yellow" },
    note: { color: "cyan" },
    banner: { color: "black", backgroundColor: "yellow" },
    key: { color: "cyan" },
  },
  light: {
    ...MONO,
    title: { bold: true, color: "blue" },
    good: { color: "green" },
    bad: { color: "red", bold: true },
    // Yellow can't be read on white.
    warn: { color: "magenta" },
    note: { color: "blue" },
    banner: { color: "white", backgroundColor: "blue" },
    key: { color: "blue" },
  },
  "high-contrast": {
    ...MONO,
    dim: {},
    title: { bold: true, color: "whiteBright" },
    good: { bold: true, color: "greenBright" },
    bad: { bold: true, color: "redBright" },
    warn: { bold: true, color: "yellowBright" },
    note: { bold: true, color: "cyanBright" },
    selected: { bold: true, color: "black", backgroundColor: "whiteBright" },
    banner: { bold: true, color: "black", backgroundColor: "yellowBright" },
    key: { bold: true, color: "cyanBright" },
  },
  mono: MONO,
};
