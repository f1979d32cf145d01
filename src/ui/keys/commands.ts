// Every command of the terminal interface: one table for the handlers, the help, the footer and the palette.

/** Where a command's keys are heard. The innermost that knows a key has it. */
export type KeyScope =
  | "everywhere"
  | "list"
  | "hosts"
  | "dns"
  | "findings"
  | "publish"
  | "firewall"
  | "clients"
  | "log"
  | "form"
  | "text"
  | "dialog";

type CommandWords = {
  readonly scope: KeyScope;
  readonly keys: readonly string[];
  /** For help and palette. */
  readonly title: string;
  /** One word for the footer; the lowest rank stays longest where it is narrow. */
  readonly hint?: readonly [rank: number, word: string];
};

const table = {
  help: { scope: "everywhere", keys: ["?"], title: "Show the keys", hint: [1, "help"] },
  quit: {
    scope: "everywhere",
    keys: ["q"],
    title: "Quit; the exit code tells the verdict",
    hint: [2, "quit"],
  },
  "quit-with-report": { scope: "everywhere", keys: ["Q"], title: "Quit and print the report" },
  interrupt: { scope: "everywhere", keys: ["ctrl+c"], title: "Stop at once" },
  suspend: { scope: "everywhere", keys: ["ctrl+z"], title: "Go to the background; 'fg' comes back" },
  palette: {
    scope: "everywhere",
    keys: [":", "ctrl+p"],
    title: "Find a command by its name",
    hint: [3, "commands"],
  },
  back: { scope: "everywhere", keys: ["esc"], title: "Close the top layer, clear the filter" },
  "screen-overview": { scope: "everywhere", keys: ["1"], title: "Overview: the path and the verdict" },
  "screen-hosts": { scope: "everywhere", keys: ["2"], title: "Hosts: each address and port" },
  "screen-dns": { scope: "everywhere", keys: ["3"], title: "DNS: what each server answers" },
  "screen-findings": { scope: "everywhere", keys: ["4"], title: "Findings: evidence and remedy" },
  "screen-publish": { scope: "everywhere", keys: ["5"], title: "Publish: write the record" },
  "screen-firewall": { scope: "everywhere", keys: ["6"], title: "Firewall: who reaches port 1688" },
  "screen-clients": { scope: "everywhere", keys: ["7"], title: "Clients: which host they would choose" },
  "screen-log": { scope: "everywhere", keys: ["8"], title: "Log: what happened, in order" },
  rerun: { scope: "everywhere", keys: ["r", "R"], title: "Check again", hint: [4, "again"] },
  stop: { scope: "everywhere", keys: ["ctrl+x"], title: "Stop the checks; what is known stays" },
  watch: { scope: "everywhere", keys: ["w"], title: "Watch: check again and again", hint: [6, "watch"] },
  bell: { scope: "everywhere", keys: ["b"], title: "Ring the bell at a change while watching, or not" },
  "watch-faster": { scope: "everywhere", keys: ["+"], title: "Watch at a shorter interval" },
  "watch-slower": { scope: "everywhere", keys: ["-"], title: "Watch at a longer interval" },
  domain: { scope: "everywhere", keys: ["d"], title: "Look at another domain", hint: [5, "domain"] },
  read: { scope: "everywhere", keys: ["i"], title: "Read a pasted error or event", hint: [10, "paste"] },
  lab: {
    scope: "everywhere",
    keys: ["o"],
    title: "Open the lab: scenarios and faults on loopback",
    hint: [8, "lab"],
  },
  "lab-close": { scope: "everywhere", keys: ["O"], title: "Close the lab" },
  export: { scope: "everywhere", keys: ["e"], title: "Export what is shown", hint: [7, "export"] },
  mask: {
    scope: "everywhere",
    keys: ["p"],
    title: "Mask names and addresses for screen sharing",
    hint: [11, "mask"],
  },
  freeze: {
    scope: "everywhere",
    keys: ["f"],
    title: "Freeze the display; the checks go on",
    hint: [12, "freeze"],
  },
  columns: { scope: "list", keys: ["c"], title: "Choose the columns, and their order" },
  problems: { scope: "everywhere", keys: ["!"], title: "Problems only", hint: [13, "problems"] },
  write: { scope: "everywhere", keys: ["W"], title: "Allow changes, or be read-only again" },
  undo: { scope: "everywhere", keys: ["u"], title: "Take the last change back" },

  up: { scope: "list", keys: ["up", "k"], title: "One up" },
  down: { scope: "list", keys: ["down", "j"], title: "One down" },
  "page-up": { scope: "list", keys: ["pageup", "ctrl+b"], title: "A page up" },
  "page-down": { scope: "list", keys: ["pagedown", "ctrl+f"], title: "A page down" },
  first: { scope: "list", keys: ["home", "g"], title: "The first" },
  last: { scope: "list", keys: ["end", "G"], title: "The last" },
  filter: { scope: "list", keys: ["/"], title: "Filter the list", hint: [9, "filter"] },
  open: { scope: "list", keys: ["enter", "right", "l"], title: "Go into the details" },
  "leave-pane": { scope: "list", keys: ["left", "h"], title: "Back to the list" },
  "other-pane": { scope: "list", keys: ["tab", "shift+tab"], title: "The other pane" },
  "copy-cell": { scope: "list", keys: ["y"], title: "Copy the name" },
  "copy-row": { scope: "list", keys: ["Y"], title: "Copy the row" },

  "copy-remedy": { scope: "findings", keys: ["y"], title: "Copy the remedy", hint: [2, "copy"] },
  "copy-finding": { scope: "findings", keys: ["Y"], title: "Copy the finding with its evidence" },
  "next-remedy": { scope: "findings", keys: ["]"], title: "The next step of the remedy" },
  "previous-remedy": { scope: "findings", keys: ["["], title: "The step before" },
  "run-remedy": {
    scope: "findings",
    keys: ["x"],
    title: "Carry the remedy out, after showing the plan",
    hint: [1, "run"],
  },

  "edit-form": { scope: "publish", keys: ["enter"], title: "Fill in the form, or go on", hint: [1, "go on"] },
  "edit-fields": { scope: "publish", keys: ["tab", "shift+tab"], title: "Change the form" },
  snippet: { scope: "publish", keys: ["s"], title: "Make a snippet for a DNS product", hint: [2, "snippet"] },
  "zone-file": {
    scope: "publish",
    keys: ["z"],
    title: "Write the record into a zone file",
    hint: [3, "zone file"],
  },
  "new-form": { scope: "publish", keys: ["n"], title: "Begin anew" },
  "copy-snippet": {
    scope: "publish",
    keys: ["y"],
    title: "Copy the snippet or the zone line",
    hint: [4, "copy"],
  },
  "save-snippet": { scope: "publish", keys: ["S"], title: "Save the snippet to a file" },

  "read-rules": {
    scope: "firewall",
    keys: ["a"],
    title: "Read rule dumps: who gets through to the chosen address",
    hint: [2, "read rules"],
  },
  "firewall-snippet": {
    scope: "firewall",
    keys: ["s"],
    title: "Make a rule that lets clients in",
    hint: [1, "rule"],
  },

  "next-field": { scope: "form", keys: ["tab", "down"], title: "The next field" },
  "previous-field": { scope: "form", keys: ["shift+tab", "up"], title: "The field before" },
  submit: { scope: "form", keys: ["enter"], title: "Go on", hint: [1, "go on"] },
  "form-page-up": { scope: "form", keys: ["pageup", "ctrl+b"], title: "Read the plan upwards" },
  "form-page-down": {
    scope: "form",
    keys: ["pagedown", "ctrl+f"],
    title: "Read the plan on",
    hint: [3, "more"],
  },
  "leave-form": {
    scope: "form",
    keys: ["esc"],
    title: "Leave the form; nothing is lost",
    hint: [2, "leave"],
  },

  "dialog-up": { scope: "dialog", keys: ["up", "ctrl+k"], title: "One up" },
  "dialog-down": { scope: "dialog", keys: ["down", "ctrl+j"], title: "One down" },
  "dialog-page-up": { scope: "dialog", keys: ["pageup"], title: "A page up" },
  "dialog-page-down": { scope: "dialog", keys: ["pagedown"], title: "A page down" },
  "dialog-earlier": { scope: "dialog", keys: ["["], title: "Put the column further to the left" },
  "dialog-later": { scope: "dialog", keys: ["]"], title: "Put the column further to the right" },
  "dialog-choose": { scope: "dialog", keys: ["enter"], title: "Choose", hint: [1, "ok"] },
  "dialog-close": { scope: "dialog", keys: ["esc"], title: "Close", hint: [2, "close"] },
} as const satisfies Readonly<Record<string, CommandWords>>;

export type CommandId = keyof typeof table;

export const COMMANDS: Readonly<Record<CommandId, CommandWords>> = table;

export const COMMAND_IDS = Object.keys(table) as readonly CommandId[];

export function isCommandId(text: string): text is CommandId {
  return Object.hasOwn(table, text);
}
