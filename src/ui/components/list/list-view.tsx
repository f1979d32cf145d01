// A long list in a pane: only the rows that are seen are made.
import { useContext } from "react";
import type { ListModel } from "../../content/context.ts";
import { LookContext } from "../../theme/look-context.ts";
import { PaneView } from "../pane/pane-view.tsx";
import { withinList } from "./list-state.ts";
import { listWindow } from "./list-window.ts";

export type ListViewProps = {
  readonly list: ListModel;
  readonly selected: number;
  readonly columns: number;
  readonly rows: number;
  readonly hasFocus: boolean;
};

export function ListView({ list, selected, columns, rows, hasFocus }: ListViewProps) {
  const { glyphs } = useContext(LookContext);
  if (list.count === 0) {
    return (
      <PaneView title={list.title} lines={list.empty} columns={columns} rows={rows} hasFocus={hasFocus} />
    );
  }
  const at = withinList(selected, list.count);
  // The column names take the first row, the pointer the first cells.
  const { start, end } = listWindow(list.count, at, rows - 1);
  const rowColumns = columns - 2;
  const lines = Array.from({ length: end - start }, (_, offset) => {
    const index = start + offset;
    return [
      { text: index === at ? glyphs.pointer : "", width: 2, style: "note" as const },
      ...list.rowAt(index, rowColumns),
    ];
  });
  const total = list.total === list.count ? "" : ` of ${list.total}`;
  return (
    <PaneView
      title={list.title}
      mark={`${at + 1}/${list.count}${total}`}
      lines={[[{ text: "", width: 2 }, ...list.header(rowColumns)], ...lines]}
      columns={columns}
      rows={rows}
      hasFocus={hasFocus}
      {...(hasFocus ? { selected: at - start + 1 } : {})}
    />
  );
}
