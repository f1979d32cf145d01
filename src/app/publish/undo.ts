// The use case `undo`: takes a change of the journal back, where nobody has changed the records since.
import { judge } from "../../core/checks/rule.ts";
import { updateFailed } from "../../core/checks/update-failed.ts";
import { UnsafePlanError } from "../../core/errors.ts";
import { parseEndpoint, type Endpoint } from "../../core/net/endpoint.ts";
import {
  isUndoable,
  withStepState,
  type JournalEntry,
  type JournalStep,
} from "../../core/plan/journal-entry.ts";
import { planRestore } from "../../core/plan/plan-restore.ts";
import { withoutTrailingDot } from "../../core/dns/owner-name.ts";
import { err, ok } from "../../core/result.ts";
import type { RunEvent } from "../../core/run/event.ts";
import { runEvents, type EventEmitter } from "../run-events.ts";
import { carryOut } from "./carry-out.ts";
import { prepareStep } from "./prepare-step.ts";
import { zonePrimaryContext, type ChangeSettings } from "./publish.ts";
import type { PublishPorts } from "./publish-ports.ts";

export type UndoInput = ChangeSettings & {
  /** Null: the latest one that can be taken back. */
  readonly id: string | null;
};

/** Steps are taken back one after the other, the last one first; the first that fails ends it. */
export function undo(input: UndoInput, ports: PublishPorts, signal: AbortSignal): AsyncGenerator<RunEvent> {
  return runEvents(input.info, ports, signal, async (events, runSignal) => {
    let entry = await chooseEntry(input.id, ports);
    for (const [position, step] of [...entry.steps.entries()].toReversed()) {
      if (step.state === "refused" || step.state === "not-needed" || step.state === "undone") continue;
      const isDone = await undoStep(entry, step, input, ports, events, runSignal);
      if (!isDone) break;
      if (input.isDryRun) continue;
      entry = withStepState(entry, position, "undone");
      await ports.journal.write(entry);
    }
  });
}

async function chooseEntry(id: string | null, { journal, announce }: PublishPorts): Promise<JournalEntry> {
  const { entries, damaged } = await journal.read();
  for (const file of damaged) announce(`the journal entry ${file} can't be read, and stays as it is`);
  const chosen =
    id === null
      ? entries.findLast((entry) => isUndoable(entry) && entry.command !== "undo")
      : entries.find((entry) => entry.id === id);
  if (chosen === undefined)
    throw new UnsafePlanError(
      id === null
        ? "the journal holds no change that could be taken back"
        : `the journal holds no change ${id}`,
      { hint: "'kms-doctor undo --list' shows what it holds." },
    );
  if (!isUndoable(chosen))
    throw new UnsafePlanError(`the change ${chosen.id} was taken back already, or was never made`, {
      hint: "'kms-doctor undo --list' shows what can be taken back.",
    });
  return chosen;
}

/** True where the zone is as it was before the change. */
async function undoStep(
  entry: JournalEntry,
  step: JournalStep,
  input: UndoInput,
  ports: PublishPorts,
  events: EventEmitter,
  signal: AbortSignal,
): Promise<boolean> {
  const { plan } = step;
  const zone = withoutTrailingDot(plan.zone);
  const [first] = plan.seen;
  if (first === undefined) return true;
  // The server that got the change is asked, unless the operator names another one.
  const settings = { ...input, primary: input.primary ?? primaryOf(step) };
  let isNeeded = true;
  let differences: readonly string[] = [];
  const prepared = await prepareStep(
    first.owner,
    plan.seen,
    (now) => {
      const way = planRestore(plan, now);
      isNeeded = way.kind !== "not-needed";
      differences = way.kind === "overtaken" ? way.differences : [];
      if (way.kind === "overtaken")
        return err(`the records were changed since: ${way.differences.join("; ")}`);
      return ok(way.kind === "possible" ? way.plan : { changes: [], goals: [], notes: [] });
    },
    zonePrimaryContext(settings, ports, signal),
    signal,
  );
  if (signal.aborted) return false;
  if (!prepared.ok) {
    const { reason, evidence } = prepared.error;
    const seen = [...evidence, ...differences];
    const findings = judge([updateFailed], {
      subject: zone,
      what: `The change ${entry.id}`,
      because: reason,
      evidence: seen.length > 0 ? seen : [reason],
      wish: null,
      isRefusal: false,
      hint: `What the journal holds: kms-doctor undo --list`,
      product: null,
      signedBy: ports.signer?.identity() ?? null,
      remedy: [],
    });
    for (const finding of findings) events.emit({ type: "finding-raised", finding });
    return false;
  }
  if (!isNeeded)
    ports.announce(`${zone} is as it was before the change ${entry.id}: there is nothing to take back`);
  const { options, waitMs, isDryRun, info } = input;
  return carryOut(
    { command: info.command, what: `The change ${entry.id}`, wish: null, options, waitMs, isDryRun },
    [prepared.value],
    ports,
    events,
    signal,
  );
}

function primaryOf({ primary }: JournalStep): Endpoint | null {
  const endpoint = parseEndpoint(primary, 53);
  return endpoint.ok ? endpoint.value : null;
}
