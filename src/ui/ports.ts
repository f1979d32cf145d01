// What the terminal interface needs from the outside, as function types. The command line implements them, tests fake them.
import type { PlanReport } from "../core/plan/plan-report.ts";
import type { ColumnChoices } from "./store/ui-state.ts";
import type { SrvWish } from "../core/plan/srv-wish.ts";
import type { Result } from "../core/result.ts";
import type { TemplateKind } from "../core/template/template.ts";
import type { RunEvent } from "../core/run/event.ts";

/** The DNS set-up of this machine, as the start shows it before anything was asked. */
export type MachineView = {
  readonly suffixes: readonly string[];
  readonly resolvers: readonly string[];
  /** Where it was read, one line each. */
  readonly sources: readonly string[];
};

export const WISH_FIELDS = ["domain", "host", "port", "priority", "weight", "ttl", "addresses"] as const;
export type WishField = (typeof WISH_FIELDS)[number];
export type WishTexts = Readonly<Record<WishField, string>>;

/** What was typed into the publish form, judged. */
export type CheckedWish = {
  /** One clause for each field that can't be used. */
  readonly problems: Readonly<Partial<Record<WishField, string>>>;
  /** Null where there is a problem. */
  readonly wish: SrvWish | null;
  readonly addresses: readonly string[];
};

export type ChangeRequest = {
  readonly kind: "publish" | "unpublish";
  readonly wish: SrvWish;
  readonly addresses: readonly string[];
  /** Make it the only one. */
  readonly replaces: boolean;
};

/** Where a change asks and tells. */
export type ChangeDesk = {
  /** Asked once the plan is known; resolves false where nothing is to be changed. */
  readonly confirm: (plans: readonly PlanReport[], signal: AbortSignal) => Promise<boolean>;
  readonly announce: (text: string) => void;
};

export type ProductView = {
  readonly name: string;
  readonly title: string;
  readonly kind: TemplateKind;
};

/** A zone file as it would be, or is, after the edit. */
export type ZoneFileView = {
  /** A unified diff; empty where nothing is to be changed. */
  readonly diff: string;
  readonly zone: string;
  /** Where the old file is kept; null before the edit. */
  readonly backup: string | null;
};

export const EXPORT_FORMS = ["json", "ndjson", "markdown", "html", "text"] as const;
export type ExportForm = (typeof EXPORT_FORMS)[number];

/** What pasted text tells, under a heading: an output of Windows, a finding, or an error code. */
export type ToldSection = {
  readonly title: string;
  readonly rows: readonly { readonly label: string; readonly text: string }[];
};

export type LabScenario = { readonly name: string; readonly title: string };

/** A switch of the open lab: a host that runs or not, or a fault of a DNS server. */
export type LabSwitch = { readonly id: string; readonly title: string; readonly isOn: boolean };

export type LabView = {
  readonly name: string;
  readonly title: string;
  readonly domains: readonly string[];
  readonly servers: readonly string[];
  /** Its first host in full, with its port, for the form; null where it has none. */
  readonly host: { readonly name: string; readonly port: number } | null;
  readonly switches: readonly LabSwitch[];
};

export type LabPorts = {
  readonly scenarios: () => Promise<readonly LabScenario[]>;
  /** Closes the one that is open. */
  readonly open: (name: string) => Promise<Result<LabView, string>>;
  readonly flip: (id: string) => Promise<Result<LabView, string>>;
  readonly close: () => Promise<void>;
};

export type UiPorts = {
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: () => number;
  /** Calls once after `ms`; what it gives cancels it. */
  readonly schedule: (ms: number, callback: () => void) => () => void;
  readonly machine: (signal: AbortSignal) => Promise<MachineView>;
  /** No domain: the machine's own suffixes. Throws errors for the operator, such as that no DNS server is known. */
  readonly diagnose: (domains: readonly string[], signal: AbortSignal) => AsyncIterable<RunEvent>;
  readonly updatePolicy: (zone: string, signal: AbortSignal) => AsyncIterable<RunEvent>;
  readonly change: (request: ChangeRequest, desk: ChangeDesk, signal: AbortSignal) => AsyncIterable<RunEvent>;
  /** Null: the latest change that can be taken back. */
  readonly undo: (id: string | null, desk: ChangeDesk, signal: AbortSignal) => AsyncIterable<RunEvent>;
  /** The domain in its canonical form, or one clause. */
  readonly checkDomain: (text: string) => Result<string, string>;
  readonly checkWish: (texts: WishTexts) => CheckedWish;
  readonly products: () => Promise<readonly ProductView[]>;
  readonly snippet: (
    product: string,
    of: {
      readonly wish: SrvWish | null;
      readonly addresses: readonly string[];
      /** Address blocks as they were typed; for firewalls. */
      readonly clients: readonly string[];
    },
  ) => Promise<Result<string, string>>;
  readonly zoneFile: (
    file: string,
    request: ChangeRequest,
    isDryRun: boolean,
  ) => Promise<Result<ZoneFileView, string>>;
  /** Never writes over a file. Gives the path. */
  readonly saveText: (name: string, text: string) => Promise<Result<string, string>>;
  readonly saveColumns: (choices: ColumnChoices) => Promise<void>;
  readonly exportRun: (form: ExportForm, events: readonly RunEvent[]) => Promise<Result<string, string>>;
  /** Evaluates rule dumps for an address and port; null: whichever the rules are for. */
  readonly readRules: (
    files: readonly string[],
    endpoint: { readonly address: string; readonly port: number } | null,
  ) => Promise<readonly ToldSection[]>;
  /** Reads what Windows printed; nothing is told where nothing of it is known. */
  readonly readPaste: (text: string) => Promise<readonly ToldSection[]>;
  readonly copy: (text: string) => void;
  readonly bell: () => void;
  readonly lab: LabPorts;
};
