// Publishing, step by step: the form, how the zone takes updates, the plan, the typed zone, what each server shows.
import type { PlanReport } from "../../core/plan/plan-report.ts";
import type { ReplicaReport } from "../../core/run/replica-report.ts";
import type { UpdatePolicyReport } from "../../core/run/zone-report.ts";
import { KMS_PORT } from "../../core/kms/service.ts";
import { textField, type TextFieldState } from "../components/text-field/text-field-state.ts";
import {
  WISH_FIELDS,
  type ChangeRequest,
  type CheckedWish,
  type WishField,
  type WishTexts,
  type ZoneFileView,
} from "../ports.ts";

export type PublishStep =
  /** The form; `isEditing` while keys go into its fields. */
  | { readonly kind: "form"; readonly isEditing: boolean }
  /** The zone is asked how it takes updates, then the plan is made. */
  | { readonly kind: "policy" }
  | { readonly kind: "planning" }
  /** The plan is shown and the name of the zone is to be typed. */
  | {
      readonly kind: "plan";
      readonly plans: readonly PlanReport[];
      readonly field: TextFieldState;
      readonly isWrong: boolean;
    }
  | { readonly kind: "applying"; readonly plans: readonly PlanReport[] }
  | { readonly kind: "done"; readonly outcome: ChangeOutcome }
  /** No update is possible, or it failed: the same wish as a snippet or in a zone file. */
  | { readonly kind: "refused"; readonly why: readonly string[] }
  | {
      readonly kind: "snippet";
      readonly product: string;
      readonly text: string;
      readonly savedAs: string | null;
    }
  | {
      readonly kind: "zone-file";
      readonly file: string;
      readonly view: ZoneFileView;
      readonly field: TextFieldState;
      readonly isWrong: boolean;
      readonly isDone: boolean;
    };

/** nothing: the records were as they should be. unknown: it could not be read back. */
export type ChangeOutcome = "changed" | "nothing" | "not-changed" | "unknown";

export type PublishState = {
  readonly step: PublishStep;
  readonly goal: ChangeRequest["kind"] | "undo";
  readonly fields: Readonly<Record<WishField, TextFieldState>>;
  readonly focus: WishField;
  readonly checked: CheckedWish | null;
  readonly policy: UpdatePolicyReport | null;
  /** What servers showed after the change, by server. */
  readonly verified: readonly ReplicaReport[];
  /** The journal entry of the last change that was made; `u` takes it back. */
  readonly journal: string | null;
  /** What is said while it goes on. */
  readonly announcements: readonly string[];
};

const DEFAULTS: WishTexts = {
  domain: "",
  host: "",
  port: String(KMS_PORT),
  priority: "0",
  weight: "0",
  ttl: "",
  addresses: "",
};

export function emptyPublish(texts: Partial<WishTexts> = {}): PublishState {
  const all = { ...DEFAULTS, ...texts };
  return {
    step: { kind: "form", isEditing: false },
    goal: "publish",
    fields: Object.fromEntries(WISH_FIELDS.map((field) => [field, textField(all[field])])) as Record<
      WishField,
      TextFieldState
    >,
    focus: all.domain === "" ? "domain" : "host",
    checked: null,
    policy: null,
    verified: [],
    journal: null,
    announcements: [],
  };
}

/** What the form begins with: the domain that is looked at, and in the lab its host. */
export function suggestedTexts(
  domains: readonly string[],
  host: { readonly name: string; readonly port: number } | null | undefined,
): Partial<WishTexts> {
  return {
    domain: domains[0] ?? "",
    ...(host ? { host: host.name, port: String(host.port) } : {}),
  };
}

export function wishTexts({ fields }: PublishState): WishTexts {
  return Object.fromEntries(WISH_FIELDS.map((field) => [field, fields[field].text])) as WishTexts;
}

export function neighbourField(field: WishField, step: 1 | -1): WishField {
  const index = WISH_FIELDS.indexOf(field) + step;
  return WISH_FIELDS[(index + WISH_FIELDS.length) % WISH_FIELDS.length] ?? field;
}
