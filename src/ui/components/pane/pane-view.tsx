// A bordered pane with its title in the border line. It shows at most as many lines as fit; the rest is scrolled to.
import { useContext } from "react";
import { Box, Text } from "ink";
import { LineView } from "../line/line-view.tsx";
import { cellWidth, fitCell, safeText } from "../../text/cell-text.ts";
import type { Line } from "../../text/line.ts";
import { LookContext } from "../../theme/look-context.ts";

export type PaneViewProps = {
  readonly title: string;
  /** At the right of the border: where one is. */
  readonly mark?: string;
  readonly lines: readonly Line[];
  /** Within the border. */
  readonly columns: number;
  readonly rows: number;
  readonly hasFocus: boolean;
  /** The index of the line that stands out. */
  readonly selected?: number;
};

export function PaneView({ title, mark = "", lines, columns, rows, hasFocus, selected }: PaneViewProps) {
  const { theme, glyphs } = useContext(LookContext);
  const look = hasFocus ? theme.title : theme.dim;
  return (
    <Box flexDirection="column" width={columns + 2} height={rows + 2}>
      <Text wrap="truncate" {...look}>
        {topBorder(title, mark, columns, glyphs.border, glyphs.rule)}
      </Text>
      <Box
        flexDirection="column"
        borderStyle={glyphs.border}
        borderTop={false}
        borderDimColor={!hasFocus}
        {...(look.color === undefined ? {} : { borderColor: look.color })}
        width={columns + 2}
        height={rows + 1}
      >
        {lines.slice(0, rows).map((line, index) => (
          // Rows have no identity but their place on the screen.
          // oxlint-disable-next-line react/no-array-index-key
          <LineView key={index} line={line} columns={columns} isSelected={index === selected} />
        ))}
      </Box>
    </Box>
  );
}

/** `┌ Hosts ───── 3/12 ┐`. */
function topBorder(
  title: string,
  mark: string,
  columns: number,
  border: "single" | "classic",
  rule: string,
): string {
  const [left, right] = border === "single" ? ["┌", "┐"] : ["+", "+"];
  const shownTitle = fitCell(safeText(` ${title} `, columns), Math.max(0, columns - 1), "cut", "").text;
  const shownMark = mark === "" ? "" : ` ${mark} `;
  const gap = columns - cellWidth(shownTitle) - shownMark.length;
  if (gap < 1)
    return `${left}${shownTitle}${rule.repeat(Math.max(0, columns - cellWidth(shownTitle)))}${right}`;
  return `${left}${shownTitle}${rule.repeat(gap)}${shownMark}${right}`;
}
