// What can happen to the state, and what the state then wants done.
import type { PlanReport } from "../../core/plan/plan-report.ts";
import type { ReplicaReport } from "../../core/run/replica-report.ts";
import type { UpdatePolicyReport } from "../../core/run/zone-report.ts";
import type {
  ChangeRequest,
  CheckedWish,
  ExportForm,
  LabScenario,
  LabView,
  MachineView,
  ProductView,
  ToldSection,
  ZoneFileView,
} from "../ports.ts";
import type { CommandId } from "../keys/commands.ts";
import type { ChangeOutcome } from "./publish-state.ts";
import type { RunView } from "./run-view.ts";
import type { LogLine, Notice, UiState } from "./ui-state.ts";

export type Action =
  | { readonly type: "key"; readonly key: string }
  | { readonly type: "paste"; readonly text: string }
  | { readonly type: "command"; readonly command: CommandId }
  | { readonly type: "resize"; readonly columns: number; readonly rows: number }
  | { readonly type: "tick" }
  | { readonly type: "notice"; readonly text: string; readonly tone: Notice["tone"] }
  | { readonly type: "log"; readonly text: string; readonly tone: LogLine["tone"] }
  | { readonly type: "machine"; readonly view: MachineView }
  | { readonly type: "machine-failed"; readonly why: string }
  /** A view of the run that is under way, or of its end. */
  | { readonly type: "run"; readonly view: RunView }
  | { readonly type: "watch-due" }
  | { readonly type: "domains"; readonly domains: readonly string[] }
  | { readonly type: "domains-refused"; readonly why: string }
  | { readonly type: "wish-checked"; readonly checked: CheckedWish }
  | { readonly type: "policy"; readonly policy: UpdatePolicyReport | null; readonly why: readonly string[] }
  | { readonly type: "plans"; readonly plans: readonly PlanReport[] }
  | { readonly type: "replica"; readonly report: ReplicaReport }
  | { readonly type: "announced"; readonly text: string }
  | {
      readonly type: "change-ended";
      readonly outcome: ChangeOutcome;
      readonly journal: string | null;
      readonly why: readonly string[];
    }
  | { readonly type: "products"; readonly products: readonly ProductView[] }
  | { readonly type: "snippet"; readonly product: string; readonly text: string }
  | { readonly type: "saved"; readonly path: string }
  | {
      readonly type: "zone-file";
      readonly file: string;
      readonly view: ZoneFileView;
      readonly isDone: boolean;
    }
  | { readonly type: "told"; readonly sections: readonly ToldSection[] }
  | { readonly type: "lab-scenarios"; readonly scenarios: readonly LabScenario[] }
  | { readonly type: "lab"; readonly view: LabView | null };

export type Effect =
  /** `isAfresh`: what was recorded is about another network. */
  | { readonly kind: "diagnose"; readonly isAfresh: boolean }
  /** What is shown is what is exported, whatever comes meanwhile. */
  | { readonly kind: "hold-run"; readonly isHeld: boolean }
  | { readonly kind: "stop-run" }
  /** Domains as they were typed; none: the machine's own suffixes. */
  | { readonly kind: "look-at"; readonly words: readonly string[] }
  | { readonly kind: "read-machine" }
  /** Null: no check is to come. */
  | { readonly kind: "watch"; readonly afterMs: number | null }
  | { readonly kind: "copy"; readonly text: string }
  | { readonly kind: "bell" }
  | { readonly kind: "export"; readonly form: ExportForm }
  | { readonly kind: "check-wish" }
  | { readonly kind: "policy" }
  | { readonly kind: "change"; readonly request: ChangeRequest }
  | { readonly kind: "undo"; readonly id: string | null }
  /** The plan is to be carried out. */
  | { readonly kind: "answer-plan" }
  /** What was begun is left: the question is answered no, and nothing is sent. */
  | { readonly kind: "stop-change" }
  | { readonly kind: "products" }
  | { readonly kind: "snippet"; readonly product: string; readonly clients: readonly string[] }
  | { readonly kind: "save"; readonly name: string; readonly text: string }
  | { readonly kind: "zone-file"; readonly file: string; readonly isDryRun: boolean }
  | { readonly kind: "read-paste"; readonly text: string }
  | {
      readonly kind: "read-rules";
      readonly files: readonly string[];
      readonly endpoint: { readonly address: string; readonly port: number } | null;
    }
  /** The chosen columns are to be there again the next time. */
  | { readonly kind: "save-columns" }
  | { readonly kind: "lab-scenarios" }
  | { readonly kind: "lab-open"; readonly name: string }
  | { readonly kind: "lab-flip"; readonly id: string }
  | { readonly kind: "lab-close" }
  | { readonly kind: "quit"; readonly how: "verdict" | "report" | "interrupt" }
  | { readonly kind: "suspend" };

export type Step = { readonly state: UiState; readonly effects: readonly Effect[] };

export function step(state: UiState, ...effects: readonly Effect[]): Step {
  return { state, effects };
}
