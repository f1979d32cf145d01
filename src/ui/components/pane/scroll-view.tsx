// Text in a pane that can be scrolled; it never scrolls beyond its end.
import type { Line } from "../../text/line.ts";
import { PaneView } from "./pane-view.tsx";

export type ScrollViewProps = {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly top: number;
  /** Stay in sight below the others. */
  readonly pinned?: readonly Line[];
  readonly columns: number;
  readonly rows: number;
  readonly hasFocus: boolean;
};

export function ScrollView({ title, lines, top, pinned = [], columns, rows, hasFocus }: ScrollViewProps) {
  const room = Math.max(1, rows - (pinned.length === 0 ? 0 : pinned.length + 1));
  const most = Math.max(0, lines.length - room);
  const start = Math.min(top, most);
  const mark = most === 0 ? "" : `${start + 1}-${Math.min(lines.length, start + room)}/${lines.length}`;
  const seen = lines.slice(start, start + room);
  return (
    <PaneView
      title={title}
      mark={mark}
      lines={pinned.length === 0 ? seen : [...seen, [], ...pinned]}
      columns={columns}
      rows={rows}
      hasFocus={hasFocus}
    />
  );
}
