// Short messages about what a key did; the next key takes them away.
import type { Notice, UiState } from "./ui-state.ts";

export function withNotice(state: UiState, text: string, tone: Notice["tone"] = "note"): UiState {
  return { ...state, notice: { text, tone, atMs: state.nowMs } };
}
