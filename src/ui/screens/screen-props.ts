// What every screen is made of.
import type { ContentContext } from "../content/context.ts";
import type { UiState } from "../store/ui-state.ts";

export type ScreenProps = {
  readonly state: UiState;
  readonly columns: number;
  readonly rows: number;
  readonly content: ContentContext;
};
