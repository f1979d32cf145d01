// Publishing: the form, and below or beside it the step that one is at.
import { Box } from "ink";
import { ScrollView } from "../components/pane/scroll-view.tsx";
import { formLines } from "../content/form-lines.ts";
import { questionLines, stepLines } from "../content/publish-lines.ts";
import { isFormOpen } from "../keys/key-scopes.ts";
import type { ScreenProps } from "./screen-props.ts";
import { bodyRows, paneSizes } from "./screen-size.ts";

const STEP_TITLES = {
  form: "What happens then",
  policy: "How the zone takes updates",
  planning: "Plan",
  plan: "Plan",
  applying: "Sent",
  done: "Result",
  refused: "Another way",
  snippet: "Snippet",
  "zone-file": "Zone file",
} as const;

export function PublishScreen({ state, columns, rows, content }: ScreenProps) {
  const { publish } = state;
  const kind = publish.step.kind;
  const wide = paneSizes(columns, rows);
  const form = formLines(state, wide.list.columns, content);
  // Where it is narrow and the form is done with, the step has the room.
  const formRows = kind === "form" ? form.length : 2;
  const sizes = wide.isSideBySide
    ? wide
    : {
        ...wide,
        list: { columns: columns - 2, rows: formRows },
        detail: { columns: columns - 2, rows: Math.max(1, bodyRows(rows) - formRows - 4) },
      };
  const isTyped = isFormOpen(state);
  return (
    <Box flexDirection={sizes.isSideBySide ? "row" : "column"}>
      <ScrollView
        title={publish.goal === "unpublish" ? "Take a record away" : "Publish a host"}
        lines={form}
        top={0}
        {...sizes.list}
        hasFocus={kind === "form" && isTyped}
      />
      <ScrollView
        title={STEP_TITLES[kind]}
        lines={stepLines(state, sizes.detail.columns, content)}
        pinned={questionLines(state, sizes.detail.columns)}
        top={state.detailTop}
        {...sizes.detail}
        hasFocus={!(kind === "form" && isTyped)}
      />
    </Box>
  );
}
