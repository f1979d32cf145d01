// What holds for every frame, whatever it shows: it fills the terminal and no more, its boxes are closed, its text is harmless.
import type { TerminalCell } from "./headless-terminal.ts";

type Cells = readonly (readonly TerminalCell[])[];

/** Characters of which terminals disagree, or that move the cursor or turn the line. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{M}\p{Zl}\p{Zp}]/u;

/** One line for each violation. `cells` may be larger than the frame: what is drawn there is a violation. */
export function frameViolations(cells: Cells, columns: number, rows: number): readonly string[] {
  return [
    ...overflow(cells, columns, rows),
    ...missingRows(cells, rows),
    ...openBoxes(cells),
    ...unsafe(cells),
  ];
}

function overflow(cells: Cells, columns: number, rows: number): readonly string[] {
  const found: string[] = [];
  for (const [row, line] of cells.entries()) {
    const end = line.findLastIndex(
      ({ text, isInverse, background }) => text.trim() !== "" || isInverse || background !== null,
    );
    if (end >= columns) found.push(`row ${row + 1} has ${end + 1} cells, ${columns} fit: ${rowText(line)}`);
    if (row >= rows && end >= 0) found.push(`row ${row + 1} is beyond the last, ${rows}: ${rowText(line)}`);
  }
  return found;
}

/** Header and footer are where they belong. */
function missingRows(cells: Cells, rows: number): readonly string[] {
  const found: string[] = [];
  if (!rowText(cells[0] ?? []).startsWith("kms-doctor ")) found.push("the first row is not the header");
  if (rowText(cells[rows - 1] ?? []) === "") found.push("the last row is empty");
  return found;
}

const TOP = ["┌", "┐"] as const;
const BOTTOM = ["└", "┘"] as const;

function openBoxes(cells: Cells): readonly string[] {
  const found: string[] = [];
  const at = (row: number, column: number): string => cells[row]?.[column]?.text ?? "";
  for (const [row, line] of cells.entries()) {
    for (const [left, { text }] of line.entries()) {
      if (text !== TOP[0]) continue;
      const right = line.findIndex((cell, column) => column > left && cell.text === TOP[1]);
      const where = `the box at row ${row + 1}, column ${left + 1}`;
      if (right === -1) {
        found.push(`${where} has no upper right corner`);
        continue;
      }
      let bottom = row + 1;
      while (at(bottom, left) === "│" && at(bottom, right) === "│") bottom += 1;
      if (at(bottom, left) !== BOTTOM[0] || at(bottom, right) !== BOTTOM[1])
        found.push(`${where} is open in row ${bottom + 1}: ${rowText(cells[bottom] ?? [])}`);
      else if (
        line.length > right &&
        Array.from({ length: right - left - 1 }, (_, offset) => at(bottom, left + 1 + offset)).some(
          (each) => each !== "─",
        )
      )
        found.push(`${where} has a broken lower edge`);
    }
  }
  return found;
}

function unsafe(cells: Cells): readonly string[] {
  return cells.flatMap((line, row) => {
    const odd = line.find(({ text }) => UNSAFE.test(text));
    if (odd === undefined) return [];
    const code = (odd.text.codePointAt(0) ?? 0).toString(16);
    return [`row ${row + 1} has an unsafe character, U+${code}: ${rowText(line)}`];
  });
}

/** Blanks at the end cut off. */
export function rowText(line: readonly TerminalCell[]): string {
  return line
    .map(({ text, width }) => (width === 0 ? "" : text === "" ? " " : text))
    .join("")
    .trimEnd();
}
