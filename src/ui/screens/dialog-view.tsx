// The topmost dialog, in place of the screen: what it asks, what can be chosen.
import { useContext } from "react";
import { PaneView } from "../components/pane/pane-view.tsx";
import { listWindow } from "../components/list/list-window.ts";
import { textFieldSpans } from "../components/text-field/text-field-line.ts";
import { chosenIndex } from "../content/chosen-entry.ts";
import { dialogEntries, type DialogEntry } from "../content/dialog-entries.ts";
import { paragraph } from "../content/wrapped.ts";
import type { Keymap } from "../keys/keymap.ts";
import type { Overlay, PromptPurpose } from "../store/ui-state.ts";
import { span, type Line } from "../text/line.ts";
import { LookContext } from "../theme/look-context.ts";
import type { ScreenProps } from "./screen-props.ts";
import { bodyRows } from "./screen-size.ts";

const TITLES: Readonly<Record<Exclude<Overlay["kind"], "prompt">, string>> = {
  help: "Keys",
  palette: "Commands",
  export: "Export what is shown",
  lab: "Lab: everything on loopback",
  columns: "Columns: enter shows or hides, [ and ] move",
  products: "For which product",
  told: "What it tells",
};

const PROMPTS: Readonly<Record<PromptPurpose, readonly [title: string, hint: string]>> = {
  domain: [
    "Which domain",
    "DNS domains of the clients, such as corp.example; nothing: this machine's own suffixes",
  ],
  read: ["Read an error or event", "paste or type what Windows shows: 0xC004F074, 12293, or the whole text"],
  "zone-file": [
    "Zone file",
    "the path of the zone file on this machine; nothing is written before you have seen the difference",
  ],
  rules: [
    "Rule dumps",
    "files with the rules of the host's firewall: nft, iptables-save, ufw, firewalld, netsh, cloud security groups",
  ],
  clients: ["Which clients", "the address blocks that are to reach the host, such as 10.0.0.0/8, fd00::/8"],
  "save-snippet": ["Save the snippet", "the name of a new file; an existing one is never written over"],
};

export function DialogView({
  state,
  columns,
  rows,
  overlay,
  keymap,
  content,
}: ScreenProps & { readonly overlay: Overlay; readonly keymap: Keymap }) {
  const { glyphs } = useContext(LookContext);
  const size = { columns: columns - 2, rows: bodyRows(rows) - 2 };
  if (overlay.kind === "prompt") {
    const [title, hint] = PROMPTS[overlay.purpose];
    const lines: readonly Line[] = [
      ...paragraph(hint, size.columns, "dim"),
      [],
      [span(`${glyphs.pointer} `, "note"), ...textFieldSpans(overlay.field, size.columns - 3, true)],
      [],
      ...(overlay.problem === null ? [] : paragraph(overlay.problem, size.columns, "bad")),
    ];
    return <PaneView title={title} lines={lines} {...size} hasFocus />;
  }
  const entries = dialogEntries(state, overlay, { keymap, content });
  const at = Math.max(0, chosenIndex(entries, overlay.selected));
  const head: readonly Line[] =
    "field" in overlay
      ? [[span("search ", "dim"), ...textFieldSpans(overlay.field, size.columns - 8, true)], []]
      : [];
  const { start, end } = listWindow(entries.length, at, size.rows - head.length);
  const labelWidth = Math.min(22, Math.max(4, ...entries.map(({ label }) => label.length)) + 2);
  const lines = entries
    .slice(start, end)
    .map((entry, index) => entryLine(entry, start + index === at, labelWidth, glyphs.pointer));
  const nothing: readonly Line[] = entries.length === 0 ? [[span("Nothing matches.", "dim")]] : [];
  return (
    <PaneView
      title={TITLES[overlay.kind]}
      mark={entries.length === 0 ? "" : `${at + 1}/${entries.length}`}
      lines={[...head, ...lines, ...nothing]}
      {...size}
      hasFocus
      selected={head.length + at - start}
    />
  );
}

function entryLine(entry: DialogEntry, isSelected: boolean, labelWidth: number, pointer: string): Line {
  const mark = span(isSelected ? pointer : "", "note", 2);
  if (entry.isHeading === true) return [mark, span(entry.text, "title")];
  return [mark, span(entry.label, "key", labelWidth), span(entry.text)];
}
