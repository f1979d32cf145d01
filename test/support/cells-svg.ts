// A screen of cells as a picture: plain SVG, a run of cells of one look a piece of text, so that it stays small and is the same every time.
import type { TerminalCell } from "./headless-terminal.ts";

const CELL_WIDTH = 8;
const CELL_HEIGHT = 17;
const MARGIN = 10;
const BACKGROUND = "#14171c";
const FOREGROUND = "#d6dae0";
/** The sixteen colours of a terminal. */
const PALETTE = [
  "#1f242b #f2777a #8fd19e #e9c46a #6fa8dc #c792d0 #6cc7cf #d6dae0",
  "#7d8590 #ff9b9d #b3e6bd #ffe08a #9cc8f0 #e0b3e6 #9fe3e8 #ffffff",
].flatMap((row) => row.split(" "));

type Look = {
  readonly ink: string;
  readonly paper: string;
  readonly isBold: boolean;
  readonly isDim: boolean;
};

export function cellsSvg(cells: readonly (readonly TerminalCell[])[]): string {
  const columns = cells[0]?.length ?? 0;
  const width = columns * CELL_WIDTH + 2 * MARGIN;
  const height = cells.length * CELL_HEIGHT + 2 * MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<style>text{font:13px ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre}.b{font-weight:bold}.d{opacity:.6}</style>`,
    `<rect width="${width}" height="${height}" rx="6" fill="${BACKGROUND}"/>`,
    ...cells.flatMap((line, row) => rowSvg(line, row)),
    "</svg>",
    "",
  ].join("\n");
}

function rowSvg(line: readonly TerminalCell[], row: number): readonly string[] {
  return runsOf(line).flatMap(({ look, text, column, cells }) => {
    const x = MARGIN + column * CELL_WIDTH;
    const y = MARGIN + row * CELL_HEIGHT;
    const width = cells * CELL_WIDTH;
    const paper =
      look.paper === BACKGROUND
        ? []
        : [`<rect x="${x}" y="${y}" width="${width}" height="${CELL_HEIGHT}" fill="${look.paper}"/>`];
    if (text.trim() === "") return paper;
    const classes = [look.isBold ? "b" : "", look.isDim ? "d" : ""].filter((each) => each !== "").join(" ");
    const named = classes === "" ? "" : ` class="${classes}"`;
    return [
      ...paper,
      `<text x="${x}" y="${y + 13}" textLength="${width}" lengthAdjust="spacingAndGlyphs" fill="${look.ink}"${named}>${escapeXml(text)}</text>`,
    ];
  });
}

type Run = { readonly look: Look; readonly text: string; readonly column: number; readonly cells: number };

/** Neighbours of one look together; blanks at the end of a row belong to no run, unless they have a colour. */
function runsOf(line: readonly TerminalCell[]): readonly Run[] {
  const runs: Run[] = [];
  for (const [column, cell] of line.entries()) {
    if (cell.width === 0) continue;
    const look = lookOf(cell);
    const text = cell.text === "" ? " " : cell.text;
    const last = runs.at(-1);
    if (last !== undefined && isSameLook(last.look, look))
      runs[runs.length - 1] = { ...last, text: last.text + text, cells: last.cells + cell.width };
    else runs.push({ look, text, column, cells: cell.width });
  }
  return runs.flatMap(trimmed);
}

function trimmed(run: Run): readonly Run[] {
  if (run.look.paper !== BACKGROUND) return [run];
  const text = run.text.trimEnd();
  const start = text.length - text.trimStart().length;
  if (text === "") return [];
  return [
    {
      ...run,
      text: text.slice(start),
      column: run.column + start,
      cells: run.cells - (run.text.length - text.length) - start,
    },
  ];
}

function lookOf({ foreground, background, isInverse, isBold, isDim }: TerminalCell): Look {
  const front = colourOf(foreground) ?? FOREGROUND;
  const back = colourOf(background) ?? BACKGROUND;
  return { ink: isInverse ? back : front, paper: isInverse ? front : back, isBold, isDim };
}

function colourOf(colour: string | number | null): string | null {
  return typeof colour === "number" ? (PALETTE[colour] ?? null) : colour;
}

function isSameLook(left: Look, right: Look): boolean {
  return (
    left.ink === right.ink &&
    left.paper === right.paper &&
    left.isBold === right.isBold &&
    left.isDim === right.isDim
  );
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
