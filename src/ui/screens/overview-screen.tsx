// The overview: the path from the suffixes to the hosts, and the findings beside it.
import { Box } from "ink";
import { ListView } from "../components/list/list-view.tsx";
import { ScrollView } from "../components/pane/scroll-view.tsx";
import { findingsList } from "../content/findings-list.ts";
import { pathLines } from "../content/path-lines.ts";
import type { ScreenProps } from "./screen-props.ts";
import { paneSizes } from "./screen-size.ts";

export function OverviewScreen({ state, columns, rows, content }: ScreenProps) {
  const sizes = paneSizes(columns, rows, 0.62);
  const findings = findingsList(state, content);
  return (
    <Box flexDirection={sizes.isSideBySide ? "row" : "column"}>
      <ScrollView
        title="From the client to the host"
        lines={pathLines(state, sizes.list.columns, content)}
        top={state.pane === "detail" ? state.detailTop : 0}
        {...sizes.list}
        hasFocus={state.pane === "detail"}
      />
      <ListView
        list={findings}
        selected={state.selected.overview}
        {...sizes.detail}
        hasFocus={state.pane === "list"}
      />
    </Box>
  );
}
