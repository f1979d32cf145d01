// Runs `undo`, and `undo --list`.
import path from "node:path";
import { undo } from "../../app/publish/undo.ts";
import { changeReport } from "../../core/plan/change.ts";
import { isUnfinished, type JournalEntry } from "../../core/plan/journal-entry.ts";
import { withoutTrailingDot } from "../../core/dns/owner-name.ts";
import { UnsafePlanError, UsageError } from "../../core/errors.ts";
import { escapeText } from "../../core/text/escape-text.ts";
import { changeSettings, openChange, openJournal } from "../change-inputs.ts";
import type { UndoFlags } from "../commands/undo.ts";
import { EXIT_OK } from "../exit.ts";
import { runCommand } from "../run-command.ts";
import { allSettings } from "../settings.ts";
import { columns } from "../text/layout.ts";
import { printDocument } from "./simple-document.ts";

const EXIT_EMPTY = 1;

export async function runUndo(id: string | undefined, flags: UndoFlags): Promise<number> {
  if (flags.list === true) {
    if (id !== undefined)
      throw new UsageError("--list shows all changes, so none can be named", {
        hint: `To take it back: kms-doctor undo ${id}`,
      });
    return list(flags);
  }
  if (id !== undefined) await mustBeReadable(id);
  const { output, network } = await allSettings(flags);
  const settings = await changeSettings("undo", flags, network);
  const { ports, close } = await openChange(flags, network);
  return runCommand(output, (signal) => undo({ ...settings, id: id ?? null }, ports, signal)).finally(close);
}

/** An entry that is there and can't be used is not the same as none. */
async function mustBeReadable(id: string): Promise<void> {
  const { damaged, foreign = [] } = await openJournal().read();
  const isNamed = (file: string): boolean => path.basename(file, ".json") === id;
  if (foreign.some(isNamed))
    throw new UnsafePlanError(`the change ${id} was recorded by another version of kms-doctor`, {
      hint: "Take it back with that version.",
    });
  const file = damaged.find(isNamed);
  if (file !== undefined)
    throw new UnsafePlanError(`the journal entry of the change ${id} is damaged`, {
      hint: `Look at ${file}, and take the change back by hand.`,
    });
}

/** An empty journal is exit 1. */
async function list(flags: UndoFlags): Promise<number> {
  const { entries, damaged, foreign = [] } = await openJournal().read();
  const listed = entries.map(listedEntry);
  const rows = entries.map((entry) => [
    entry.id,
    entry.command,
    stateText(entry),
    escapeText(listedEntry(entry).steps.map(sayStep).join("; ")),
  ]);
  const text = [
    ...(rows.length === 0 ? ["The journal is empty."] : columns(rows)),
    ...foreign.map(
      (file) => `${escapeText(file)} was made by another version of kms-doctor, and stays as it is.`,
    ),
    ...damaged.map((file) => `${escapeText(file)} can't be read, and stays as it is.`),
  ];
  const { nagios: _, ...documentFlags } = flags;
  // For a program both are entries that can't be used.
  const unusable = [...damaged, ...foreign].toSorted();
  const code = await printDocument(
    "undo --list",
    { entries: listed, damaged: unusable },
    `${text.join("\n")}\n`,
    {
      ...documentFlags,
    },
  );
  return entries.length === 0 ? EXIT_EMPTY : code === EXIT_OK ? EXIT_OK : code;
}

function listedEntry({ id, at, command, steps }: JournalEntry) {
  return {
    id,
    at,
    command,
    steps: steps.map(({ primary, plan, state }) => ({
      zone: withoutTrailingDot(plan.zone),
      primary,
      state,
      changes: plan.changes.map(changeReport),
    })),
  };
}

function stateText(entry: JournalEntry): string {
  if (isUnfinished(entry)) return "not known";
  return [...new Set(entry.steps.map(({ state }) => state))].join(", ");
}

function sayStep({ zone, changes }: ReturnType<typeof listedEntry>["steps"][number]): string {
  const said = changes.map(
    ({ action, owner, type, rdata }) => `${action === "add" ? "+" : "-"} ${owner} ${type} ${rdata}`,
  );
  return `${zone}: ${said.join(", ")}`;
}
