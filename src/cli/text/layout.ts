// Lines for a terminal: wrapping with a hanging indent, and columns that line up.

/**
 * Breaks `text` at spaces so that no line is wider than `width`, except for a word that is wider itself. The first line
 * begins with `lead`, the others with as many spaces.
 */
export function wrap(lead: string, text: string, width: number): readonly string[] {
  const room = Math.max(20, width - lead.length);
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((part, index) => `${index === 0 ? lead : " ".repeat(lead.length)}${part}`);
}

/** Pads every column but the last to its widest cell; cells are plain text. */
export function columns(rows: readonly (readonly string[])[], gap = 2): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  }
  return rows.map((row) =>
    row
      .map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd((widths[index] ?? 0) + gap)))
      .join("")
      .trimEnd(),
  );
}

/** The width to write for: COLUMNS, the terminal, or 100 for pipes and files; never under 40. */
export function textWidth(stream: { readonly columns?: number }): number {
  const fromEnvironment = Number(process.env["COLUMNS"]);
  const width = fromEnvironment > 0 ? fromEnvironment : (stream.columns ?? 100);
  return Math.max(40, Math.min(width, 160));
}

/** `1 host`, `2 hosts`. */
export function plural(count: number, noun: string): string {
  const grouped = String(count).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${grouped} ${noun}${count === 1 ? "" : "s"}`;
}
