// The use case `zone-file`: locks, reads, edits, has the new text checked, backs the old one up, replaces it, and has the server reload.
// At every moment the file is either the old one or the new one, whole.
import { withoutTrailingDot } from "../core/dns/owner-name.ts";
import { editZone, type ZoneEdit, type ZoneEditRequest } from "../core/dns/zone-text/edit-zone.ts";
import { err, ok, type Result } from "../core/result.ts";
import { unifiedDiff } from "../core/text/unified-diff.ts";
import { recordChanges, type RecordChange } from "./zone-file-changes.ts";
import type { CommandRun, ZoneFileContent, ZoneFilePorts, ZoneFileTrouble } from "./zone-file-ports.ts";

export type Words = readonly [string, ...string[]];

export type ZoneFileRequest = Omit<ZoneEditRequest, "nowSeconds" | "readInclude"> & {
  readonly file: string;
  readonly isDryRun: boolean;
  readonly checkCommand: Words | undefined;
  readonly reloadCommand: Words | undefined;
};

export type CommandReport = { readonly command: string; readonly ok: boolean; readonly detail: string };

export type ZoneFileResult = {
  readonly zone: string;
  /** False where neither the file nor the operator says which zone it is: then the domain is taken for it. */
  readonly zoneKnown: boolean;
  /** Where links end. */
  readonly file: string;
  readonly changes: readonly RecordChange[];
  readonly serialBefore: number;
  readonly serialAfter: number;
  readonly applied: boolean;
  readonly backup: string | null;
  readonly diff: string;
  readonly check: CommandReport | null;
  readonly reload: CommandReport | null;
};

type Outcome = Result<ZoneFileResult, ZoneFileTrouble>;

/** Errors are told before anything was replaced; a failed check or reload is a part of the result. */
export async function editZoneFile(
  request: ZoneFileRequest,
  ports: ZoneFilePorts,
  signal: AbortSignal,
): Promise<Outcome> {
  const located = await ports.locate(request.file);
  if (!located.ok) return located;
  const path = located.value;
  // Nothing is written for a dry run, not even a lock: the folder may be read-only.
  if (request.isDryRun) return inspect(path, request, ports);
  const locked = await ports.lock(path);
  if (!locked.ok) return locked;
  let outcome: Outcome;
  try {
    outcome = await edit(path, request, ports, signal);
  } finally {
    await ports.unlock(path);
  }
  return outcome.ok && outcome.value.applied ? reload(outcome.value, request, ports, signal) : outcome;
}

type Planned = {
  readonly content: ZoneFileContent;
  readonly edit: ZoneEdit;
  readonly result: ZoneFileResult;
};

async function plan(
  path: string,
  request: ZoneFileRequest,
  ports: ZoneFilePorts,
): Promise<Result<Planned, ZoneFileTrouble>> {
  const read = await ports.read(path);
  if (!read.ok) return read;
  const content = read.value;
  const edited = editZone(content.text, {
    ...request,
    nowSeconds: ports.now(),
    readInclude: ports.readInclude(path),
  });
  if (!edited.ok) {
    return err({
      kind: "file",
      reason: `'${request.file}': ${edited.error.reason}`,
      hint: edited.error.hint,
    });
  }
  const { zone, isZoneKnown, splices, before, after, serialBefore, serialAfter } = edited.value;
  const result: ZoneFileResult = {
    zone: withoutTrailingDot(zone),
    zoneKnown: isZoneKnown,
    file: path,
    changes: recordChanges(request.wish.owner, before, after),
    serialBefore,
    serialAfter,
    applied: false,
    backup: null,
    diff: unifiedDiff(content.text, splices, path, path),
    check: null,
    reload: null,
  };
  return ok({ content, edit: edited.value, result });
}

async function inspect(path: string, request: ZoneFileRequest, ports: ZoneFilePorts): Promise<Outcome> {
  const planned = await plan(path, request, ports);
  return planned.ok ? ok(planned.value.result) : planned;
}

async function edit(
  path: string,
  request: ZoneFileRequest,
  ports: ZoneFilePorts,
  signal: AbortSignal,
): Promise<Outcome> {
  const planned = await plan(path, request, ports);
  if (!planned.ok) return planned;
  const { content, edit: zoneEdit, result } = planned.value;
  if (zoneEdit.splices.length === 0) return ok(result);
  const staged = await ports.stage(path, zoneEdit.newText);
  if (!staged.ok) return staged;
  let isPlaced = false;
  try {
    const check =
      request.checkCommand === undefined
        ? null
        : await runFilled(fillWords(request.checkCommand, staged.value, result.zone, true), ports, signal);
    if (signal.aborted) return err(interrupted());
    if (check?.ok === false) return ok({ ...result, check });
    const backup = await ports.backUp(path, content.text);
    if (!backup.ok) return backup;
    const replaced = await ports.replace(staged.value, content);
    isPlaced = replaced.ok;
    if (replaced.ok) return ok({ ...result, applied: true, backup: backup.value, check });
    await ports.dropBackUp(backup.value);
    return replaced;
  } finally {
    if (!isPlaced) await ports.unstage(staged.value);
  }
}

async function reload(
  result: ZoneFileResult,
  { reloadCommand }: ZoneFileRequest,
  ports: ZoneFilePorts,
  signal: AbortSignal,
): Promise<Outcome> {
  if (reloadCommand === undefined) return ok(result);
  const words = fillWords(reloadCommand, result.file, result.zone, false);
  return ok({ ...result, reload: await runFilled(words, ports, signal) });
}

/** `{file}` and `{zone}` filled in; a check without `{file}` gets the path as its last word. */
function fillWords([program, ...args]: Words, file: string, zone: string, needsFile: boolean): Words {
  const fill = (word: string): string =>
    word.replaceAll(/\{(file|zone)\}/g, (_, key: string) => (key === "file" ? file : zone));
  const hasFile = args.some((word) => word.includes("{file}"));
  return [fill(program), ...args.map(fill), ...(needsFile && !hasFile ? [file] : [])];
}

async function runFilled(words: Words, ports: ZoneFilePorts, signal: AbortSignal): Promise<CommandReport> {
  const { isDone, detail }: CommandRun = await ports.run(words, signal);
  return { command: words.join(" "), ok: isDone, detail };
}

function interrupted(): ZoneFileTrouble {
  return { kind: "environment", reason: "interrupted: nothing was changed", hint: "Run it again." };
}
