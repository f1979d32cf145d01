// The overview: the path from the suffixes to the hosts, and the findings beside it, the chosen one opened where there is room.
import { Box } from "ink";
import { ListView } from "../components/list/list-view.tsx";
import { withinList } from "../components/list/list-state.ts";
import { ScrollView } from "../components/pane/scroll-view.tsx";
import { findingsList } from "../content/findings-list.ts";
import { pathLines } from "../content/path-lines.ts";
import type { ScreenProps } from "./screen-props.ts";
import { bodyRows, paneSizes } from "./screen-size.ts";

/** From so many rows on, the finding stands open below its list. */
const OPEN_FINDING_ROWS = 18;

export function OverviewScreen({ state, columns, rows, content }: ScreenProps) {
  const findings = findingsList(state, content);
  const needed = findings.count === 0 ? findings.empty.length : findings.count + 1;
  // The path has what the findings leave, and at least half.
  const share = Math.max(0.5, 1 - (needed + 2) / bodyRows(rows));
  const sizes = paneSizes(columns, rows, share);
  const { columns: besideColumns, rows: besideRows } = sizes.detail;
  const isOpen = sizes.isSideBySide && besideRows >= OPEN_FINDING_ROWS && findings.count > 0;
  const listRows = isOpen ? Math.min(Math.floor(besideRows / 2), findings.count + 1) : besideRows;
  return (
    <Box flexDirection={sizes.isSideBySide ? "row" : "column"}>
      <ScrollView
        title="From the client to the host"
        lines={pathLines(state, sizes.list.columns, content)}
        top={state.pane === "detail" ? state.detailTop : 0}
        {...sizes.list}
        hasFocus={state.pane === "detail"}
      />
      <Box flexDirection="column">
        <ListView
          list={findings}
          selected={state.selected.overview}
          columns={besideColumns}
          rows={listRows}
          hasFocus={state.pane === "list"}
        />
        {isOpen ? (
          <ScrollView
            title={findings.detailTitle}
            lines={findings.detailAt(withinList(state.selected.overview, findings.count), besideColumns)}
            top={0}
            columns={besideColumns}
            rows={besideRows - listRows - 2}
            hasFocus={false}
          />
        ) : null}
      </Box>
    </Box>
  );
}
