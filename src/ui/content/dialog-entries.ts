// The entries of each dialog: what can be chosen, and what then happens.
import { COMMAND_IDS, COMMANDS, type CommandId, type KeyScope } from "../keys/commands.ts";
import { keyScopes } from "../keys/key-scopes.ts";
import type { Keymap } from "../keys/keymap.ts";
import { EXPORT_FORMS, type ExportForm, type ToldSection } from "../ports.ts";
import { safeText } from "../text/cell-text.ts";
import { wrapText } from "../text/wrap-text.ts";
import type { Overlay, UiState } from "../store/ui-state.ts";
import type { ContentContext } from "./context.ts";
import { listOfScreen } from "./list-of-screen.ts";
import { ALL_COLUMNS, orderedColumns } from "./table.ts";
import { fuzzyFilter } from "./fuzzy-filter.ts";

export type DialogChoice =
  | { readonly kind: "nothing" }
  | { readonly kind: "command"; readonly command: CommandId }
  | { readonly kind: "export"; readonly form: ExportForm }
  | { readonly kind: "lab-open"; readonly name: string }
  | { readonly kind: "lab-flip"; readonly id: string; readonly at: number }
  | { readonly kind: "column"; readonly id: string; readonly at: number }
  | { readonly kind: "lab-close" }
  | { readonly kind: "product"; readonly product: string; readonly isFirewall: boolean };

export type DialogEntry = {
  /** Shown before the text: the key, or a mark. */
  readonly label: string;
  readonly text: string;
  readonly choice: DialogChoice;
  readonly isHeading?: boolean;
};

export function dialogEntries(
  state: UiState,
  overlay: Overlay,
  { keymap, content }: { readonly keymap: Keymap; readonly content: ContentContext },
): readonly DialogEntry[] {
  switch (overlay.kind) {
    case "prompt":
      return [];
    case "help":
      return helpEntries(state, keymap);
    case "palette":
      return fuzzyFilter(commandEntries(keymap), overlay.field.text, ({ text }) => text);
    case "export":
      return EXPORT_FORMS.map((form) => ({
        label: form,
        text: EXPORT_TITLES[form],
        choice: { kind: "export", form },
      }));
    case "lab":
      return labEntries(state);
    case "columns":
      return columnEntries(state, content);
    case "products":
      return fuzzyFilter(
        state.products
          .filter(({ kind }) => (kind === "firewall") === (overlay.of === "firewall"))
          .map(({ name, title, kind }) => ({
            label: name,
            text: title,
            choice: { kind: "product", product: name, isFirewall: kind === "firewall" },
          })),
        overlay.field.text,
        ({ label, text }) => `${label} ${text}`,
      );
    case "told":
      return overlay.sections.flatMap((section) => toldEntries(section, state.columns));
  }
}

const EXPORT_TITLES: Readonly<Record<ExportForm, string>> = {
  json: "one document, for programs",
  ndjson: "the events as they came; --replay shows them again",
  markdown: "for a ticket",
  html: "for a browser, one file without scripts",
  text: "as the command line prints it",
};

const SCOPE_TITLES: Readonly<Record<KeyScope, string>> = {
  everywhere: "Everywhere",
  list: "In lists and details",
  hosts: "Hosts",
  dns: "DNS",
  findings: "Findings",
  publish: "Publish",
  firewall: "Firewall",
  clients: "Clients",
  log: "Log",
  form: "While filling in",
  text: "While typing",
  dialog: "In dialogs",
};

/** The keys of where one is first, then those that work everywhere. */
function helpEntries(state: UiState, keymap: Keymap): readonly DialogEntry[] {
  const active = keyScopes({ ...state, overlays: [] });
  const scopes = [...active, "form", "dialog"] as const;
  return [...new Set<KeyScope>(scopes)].flatMap((scope): readonly DialogEntry[] => {
    const commands = COMMAND_IDS.filter(
      (command) => COMMANDS[command].scope === scope && isHeard(command, scope, active, keymap),
    );
    if (commands.length === 0) return [];
    return [
      { label: "", text: SCOPE_TITLES[scope], choice: { kind: "nothing" }, isHeading: true },
      ...commands.map((command): DialogEntry => ({
        label: keymap.keysOf(command).join(" "),
        text: COMMANDS[command].title,
        choice: { kind: "nothing" },
      })),
    ];
  });
}

/** A key that an inner scope has taken says something else where one is. */
function isHeard(command: CommandId, scope: KeyScope, active: readonly KeyScope[], keymap: Keymap): boolean {
  if (!active.includes(scope)) return true;
  return keymap.keysOf(command).some((key) => keymap.commandOf(key, active) === command);
}

/** Commands that make sense out of any context. */
function commandEntries(keymap: Keymap): readonly DialogEntry[] {
  return COMMAND_IDS.filter((command) => {
    const { scope } = COMMANDS[command];
    return scope === "everywhere" || scope === "findings" || scope === "publish" || scope === "firewall";
  }).map((command) => ({
    label: keymap.keysOf(command)[0] ?? "",
    text: COMMANDS[command].title,
    choice: { kind: "command", command },
  }));
}

function columnEntries(state: UiState, content: ContentContext): readonly DialogEntry[] {
  const list = listOfScreen(state, content);
  if (list === undefined) return [];
  const choice = state.columnChoices[list.screen] ?? ALL_COLUMNS;
  return orderedColumns(list.columns, choice).map(({ id, title }, at) => ({
    label: choice.hidden.includes(id) ? "[off]" : "[on]",
    text: title,
    choice: { kind: "column", id, at },
  }));
}

function labEntries({ lab, labScenarios }: UiState): readonly DialogEntry[] {
  const switches = (lab?.switches ?? []).map(({ id, title, isOn }, at): DialogEntry => ({
    label: isOn ? "[on]" : "[off]",
    text: title,
    choice: { kind: "lab-flip", id, at: at + 1 },
  }));
  return [
    ...(lab === null
      ? []
      : [
          heading(`The lab ${lab.name} is open: what goes wrong in it`),
          ...switches,
          { label: "close", text: "the lab", choice: { kind: "lab-close" } } as const,
        ]),
    heading("Scenarios"),
    ...labScenarios.map(({ name, title }): DialogEntry => ({
      label: name,
      text: title,
      choice: { kind: "lab-open", name },
    })),
  ];
}

function heading(text: string): DialogEntry {
  return { label: "", text, choice: { kind: "nothing" }, isHeading: true };
}

/** Each text whole, over as many lines as it takes. */
function toldEntries({ title, rows }: ToldSection, columns: number): readonly DialogEntry[] {
  const room = Math.max(20, columns - TOLD_LABEL_WIDTH - 6);
  const wrapped = (text: string): readonly string[] => wrapText(safeText(text, MOST_TOLD), room);
  return [
    ...wrapped(title).map(heading),
    ...rows.flatMap(({ label, text }) =>
      wrapped(text).map((part, index): DialogEntry => ({
        label: index === 0 ? label.slice(0, TOLD_LABEL_WIDTH) : "",
        text: part,
        choice: { kind: "nothing" },
      })),
    ),
  ];
}

const TOLD_LABEL_WIDTH = 20;
const MOST_TOLD = 4000;
