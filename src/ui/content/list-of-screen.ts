// The list of each screen that is a list.
import type { ScreenId, UiState } from "../store/ui-state.ts";
import { clientsList } from "./clients-list.ts";
import type { ContentContext, ListModel } from "./context.ts";
import { dnsList } from "./dns-list.ts";
import { findingsList } from "./findings-list.ts";
import { firewallList } from "./firewall-list.ts";
import { hostsList } from "./hosts-list.ts";
import { logList } from "./log-list.ts";

const LISTS: Readonly<Partial<Record<ScreenId, (state: UiState, context: ContentContext) => ListModel>>> = {
  // The overview has the findings beside the path.
  overview: findingsList,
  hosts: hostsList,
  dns: dnsList,
  findings: findingsList,
  firewall: firewallList,
  clients: clientsList,
  log: logList,
};

/** Undefined for the screen that is none. */
export function listOfScreen(state: UiState, context: ContentContext): ListModel | undefined {
  return LISTS[state.screen]?.(state, context);
}
