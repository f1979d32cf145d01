// A list with the details of the selected row: beside it where it is wide, below where it is narrow.
import { Box } from "ink";
import { ListView } from "../components/list/list-view.tsx";
import { withinList } from "../components/list/list-state.ts";
import { ScrollView } from "../components/pane/scroll-view.tsx";
import { listOfScreen } from "../content/list-of-screen.ts";
import type { ScreenProps } from "./screen-props.ts";
import { paneSizes } from "./screen-size.ts";

export function ListScreen({ state, columns, rows, content }: ScreenProps) {
  const list = listOfScreen(state, content);
  if (list === undefined) return null;
  // The names of the columns, and what an empty list says.
  const needed = list.count === 0 ? list.empty.length : list.count + 1;
  const sizes = paneSizes(columns, rows, 0.5, needed);
  const selected = state.selected[state.screen];
  const at = withinList(selected, list.count);
  return (
    <Box flexDirection={sizes.isSideBySide ? "row" : "column"}>
      <ListView list={list} selected={selected} {...sizes.list} hasFocus={state.pane === "list"} />
      <ScrollView
        title={list.detailTitle}
        lines={list.count === 0 ? [] : list.detailAt(at, sizes.detail.columns)}
        top={state.detailTop}
        {...sizes.detail}
        hasFocus={state.pane === "detail"}
      />
    </Box>
  );
}
