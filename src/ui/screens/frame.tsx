// The whole window: header, tabs, verdict, the screen or the topmost dialog, footer. A pure function of state and size.
import { Box } from "ink";
import { LineView } from "../components/line/line-view.tsx";
import { footerLine, headerLine, tabsLine, verdictLine } from "../content/bar-lines.ts";
import type { ContentContext } from "../content/context.ts";
import type { Keymap } from "../keys/keymap.ts";
import { maskedState } from "../store/mask.ts";
import type { UiState } from "../store/ui-state.ts";
import { line } from "../text/line.ts";
import { DialogView } from "./dialog-view.tsx";
import { ListScreen } from "./list-screen.tsx";
import { OverviewScreen } from "./overview-screen.tsx";
import { PublishScreen } from "./publish-screen.tsx";
import type { ScreenProps } from "./screen-props.ts";
import { bodyRows, isTooSmall, LEAST_COLUMNS, LEAST_ROWS } from "./screen-size.ts";

export type FrameProps = {
  readonly state: UiState;
  readonly content: ContentContext;
  readonly keymap: Keymap;
};

export function Frame({ state: whole, content, keymap }: FrameProps) {
  const { columns, rows } = whole;
  if (isTooSmall(columns, rows))
    return (
      <LineView
        line={line(`needs ${LEAST_COLUMNS}x${LEAST_ROWS}, is ${columns}x${rows}`)}
        columns={columns}
      />
    );
  const shown = whole.frozenHistory === null ? whole : { ...whole, history: whole.frozenHistory };
  const state = shown.isMasked ? maskedState(shown) : shown;
  const overlay = state.overlays.at(-1);
  const props: ScreenProps = { state, columns, rows, content };
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <LineView line={headerLine(state, columns, content)} columns={columns} />
      <LineView line={tabsLine(state, columns)} columns={columns} />
      <LineView line={verdictLine(state, columns, content)} columns={columns} />
      <Box height={bodyRows(rows)}>
        {overlay === undefined ? (
          <Screen {...props} />
        ) : (
          <DialogView {...props} overlay={overlay} keymap={keymap} />
        )}
      </Box>
      <LineView line={footerLine(state, columns, keymap, content)} columns={columns} />
    </Box>
  );
}

function Screen(props: ScreenProps) {
  if (props.state.screen === "overview") return <OverviewScreen {...props} />;
  if (props.state.screen === "publish") return <PublishScreen {...props} />;
  return <ListScreen {...props} />;
}
