// The state of the terminal interface, as one value: screens are pure functions of it and of the size of the terminal.
import type { TextFieldState } from "../components/text-field/text-field-state.ts";
import type { LabScenario, LabView, MachineView, ProductView } from "../ports.ts";
import type { ToldSection } from "../ports.ts";
import type { ColumnChoice } from "../content/table.ts";
import type { HistoryState } from "./history.ts";
import type { PublishState } from "./publish-state.ts";
import { NO_RUN, type RunView } from "./run-view.ts";
import { emptyPublish } from "./publish-state.ts";
import { NO_HISTORY } from "./history.ts";

export const SCREENS = [
  "overview",
  "hosts",
  "dns",
  "findings",
  "publish",
  "firewall",
  "clients",
  "log",
] as const;
export type ScreenId = (typeof SCREENS)[number];

/** One line of text that is asked for. */
export type PromptPurpose = "domain" | "read" | "zone-file" | "save-snippet" | "clients" | "rules";

/** What a snippet is to do: publish the record, or let clients through. */
export type ProductPurpose = "record" | "firewall";

export type Overlay =
  | { readonly kind: "help"; readonly selected: number }
  | { readonly kind: "palette"; readonly field: TextFieldState; readonly selected: number }
  | {
      readonly kind: "prompt";
      readonly purpose: PromptPurpose;
      readonly field: TextFieldState;
      readonly problem: string | null;
      /** The firewall product that the clients are asked for. */
      readonly product?: string;
    }
  | { readonly kind: "export"; readonly selected: number }
  | { readonly kind: "lab"; readonly selected: number }
  /** The columns of the list of a screen. */
  | { readonly kind: "columns"; readonly selected: number }
  | {
      readonly kind: "products";
      readonly of: ProductPurpose;
      readonly field: TextFieldState;
      readonly selected: number;
    }
  | { readonly kind: "told"; readonly sections: readonly ToldSection[]; readonly selected: number };

/** A short message about what a key did. */
export type Notice = { readonly text: string; readonly tone: "good" | "bad" | "note"; readonly atMs: number };

export type WatchState = {
  readonly isOn: boolean;
  readonly intervalSeconds: number;
  readonly hasBell: boolean;
  /** When the next check begins; null while one is under way, or where watching is off. */
  readonly nextAtMs: number | null;
};

export type LogLine = {
  readonly atMs: number;
  readonly text: string;
  readonly tone: "plain" | "good" | "bad" | "warn";
};

export type UiState = {
  readonly columns: number;
  readonly rows: number;
  /** As far as the display is concerned: it moves on by events and by a slow tick. */
  readonly nowMs: number;
  readonly screen: ScreenId;
  /** The pane of a screen that the keys move in. */
  readonly pane: "list" | "detail";
  /** By screen: the selected row of its list. */
  readonly selected: Readonly<Record<ScreenId, number>>;
  /** Lines by which the details are scrolled. */
  readonly detailTop: number;
  /** Which step of the remedy is chosen. */
  readonly remedy: number;
  readonly filter: TextFieldState;
  readonly isFilterOpen: boolean;
  readonly overlays: readonly Overlay[];
  readonly notice: Notice | null;
  readonly hasProblemsOnly: boolean;
  readonly isMasked: boolean;
  /** What was shown when the display was frozen; null where it is not. */
  readonly frozen: RunView | null;
  /** What was known of changes then. */
  readonly frozenHistory: HistoryState | null;
  /** What is shown: the last run, or the first one as it comes in. */
  readonly run: RunView;
  /** A repeated run under way, whose predecessor is still shown. */
  readonly isRerunning: boolean;
  /** What was typed; empty: the machine's own suffixes. */
  readonly domains: readonly string[];
  readonly machine: MachineView | null;
  readonly machineProblem: string | null;
  readonly mayWrite: boolean;
  /** As it was when the lab was opened, for when it is closed. */
  readonly mayWriteOutside: boolean;
  readonly watch: WatchState;
  readonly history: HistoryState;
  readonly publish: PublishState;
  readonly products: readonly ProductView[];
  readonly lab: LabView | null;
  readonly labScenarios: readonly LabScenario[];
  /** The name of the recording that is shown; nothing is asked then. */
  readonly replayOf: string | null;
  readonly log: readonly LogLine[];
  /** Columns that were left out or moved, by screen. */
  readonly columnChoices: ColumnChoices;
};

export type ColumnChoices = Readonly<Partial<Record<ScreenId, ColumnChoice>>>;

export type StartOptions = {
  readonly columns: number;
  readonly rows: number;
  readonly nowMs: number;
  readonly domains: readonly string[];
  readonly mayWrite: boolean;
  readonly replayOf: string | null;
  readonly columnChoices: ColumnChoices;
};

export function startState(options: StartOptions): UiState {
  const { columns, rows, nowMs, domains, mayWrite, replayOf, columnChoices } = options;
  return {
    columns,
    rows,
    nowMs,
    domains,
    mayWrite,
    mayWriteOutside: mayWrite,
    replayOf,
    columnChoices,
    screen: "overview",
    pane: "list",
    selected: Object.fromEntries(SCREENS.map((screen) => [screen, 0])) as Record<ScreenId, number>,
    detailTop: 0,
    remedy: 0,
    filter: { text: "", cursor: 0 },
    isFilterOpen: false,
    overlays: [],
    notice: null,
    hasProblemsOnly: false,
    isMasked: false,
    frozen: null,
    frozenHistory: null,
    run: NO_RUN,
    isRerunning: false,
    machine: null,
    machineProblem: null,
    watch: { isOn: false, intervalSeconds: 30, hasBell: false, nextAtMs: null },
    history: NO_HISTORY,
    publish: emptyPublish(),
    products: [],
    lab: null,
    labScenarios: [],
    log: [],
  };
}

/** What the screens show. */
export function shownRun({ frozen, run }: UiState): RunView {
  return frozen ?? run;
}
