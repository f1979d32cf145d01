// One row of the terminal. Drawn again only when its line is another one.
import { memo, useContext } from "react";
import { Text } from "ink";
import { layOutLine, type Line } from "../../text/line.ts";
import { LookContext } from "../../theme/look-context.ts";

export type LineViewProps = {
  readonly line: Line;
  readonly columns: number;
  /** The whole row stands out: the selected one of a list that has the keys. */
  readonly isSelected?: boolean;
};

export const LineView = memo(function LineView({ line, columns, isSelected = false }: LineViewProps) {
  const { theme, isAscii } = useContext(LookContext);
  const cells = layOutLine(line, columns, isAscii);
  const used = cells.reduce((sum, { text }) => sum + text.length, 0);
  if (cells.length === 0) return <Text> </Text>;
  return (
    <Text wrap="truncate" {...(isSelected ? theme.selected : {})}>
      {cells.map(({ text, style }, index) => (
        // Cells have no identity but their place.
        // oxlint-disable-next-line react/no-array-index-key
        <Text key={index} {...(isSelected ? theme.selected : theme[style])}>
          {text}
        </Text>
      ))}
      {isSelected && used < columns ? <Text {...theme.selected}>{" ".repeat(columns - used)}</Text> : null}
    </Text>
  );
});
