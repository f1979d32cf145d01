// Text in a pane that can be scrolled; it never scrolls beyond its end.
import type { Line } from "../../text/line.ts";
import { PaneView } from "./pane-view.tsx";

export type ScrollViewProps = {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly top: number;
  readonly columns: number;
  readonly rows: number;
  readonly hasFocus: boolean;
};

export function ScrollView({ title, lines, top, columns, rows, hasFocus }: ScrollViewProps) {
  const most = Math.max(0, lines.length - rows);
  const start = Math.min(top, most);
  const mark = most === 0 ? "" : `${start + 1}-${Math.min(lines.length, start + rows)}/${lines.length}`;
  return (
    <PaneView
      title={title}
      mark={mark}
      lines={lines.slice(start, start + rows)}
      columns={columns}
      rows={rows}
      hasFocus={hasFocus}
    />
  );
}
