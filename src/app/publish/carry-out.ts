// Carries out prepared steps: shows the plans, asks, writes the journal, applies, and verifies on every server.
import { judge } from "../../core/checks/rule.ts";
import { updateNotReplicated, type SrvRemoval } from "../../core/checks/update-failed.ts";
import { rcodeName } from "../../core/dns/rcode.ts";
import { withoutTrailingDot, type OwnerName } from "../../core/dns/owner-name.ts";
import { formatEndpoint, type Endpoint } from "../../core/net/endpoint.ts";
import { withStepState, type JournalEntry, type JournalState } from "../../core/plan/journal-entry.ts";
import type { Plan } from "../../core/plan/plan.ts";
import type { SrvWish } from "../../core/plan/srv-wish.ts";
import type { Result } from "../../core/result.ts";
import type { AskDnsOptions } from "../ports.ts";
import type { EventEmitter } from "../run-events.ts";
import type { PublishPorts } from "./publish-ports.ts";
import { applyStep } from "./apply-step.ts";
import { isConfirmed, reportOf } from "./confirm-plan.ts";
import { raiseUpdateFailure } from "./raise-update-failure.ts";
import { verifyReplicas } from "./verify-replicas.ts";

/** One zone that is to be changed by one message. */
export type PreparedStep = {
  readonly plan: Plan;
  readonly primary: Endpoint;
  /** The SOA's MNAME. */
  readonly primaryName: OwnerName;
  /** Every address of every name server of the zone; those without an address by name. */
  readonly servers: readonly Endpoint[];
  readonly unresolved: readonly OwnerName[];
  /** What led to the zone and its primary. */
  readonly evidence: readonly string[];
  /** Reads the zone again and plans anew; the error is one clause. */
  readonly replan: (signal: AbortSignal) => Promise<Result<Plan, string>>;
};

export type CarryOutInput = {
  readonly command: string;
  readonly what: string;
  /** The record that is wished for; null where records are taken away. */
  readonly wish: SrvWish | null;
  /** The record that is taken away; absent where it is not one. */
  readonly removal?: SrvRemoval | undefined;
  readonly options: AskDnsOptions;
  readonly waitMs: number;
  readonly isDryRun: boolean;
};

/** True where nothing is left to do for any step; a dry run counts as that. */
export async function carryOut(
  input: CarryOutInput,
  steps: readonly PreparedStep[],
  ports: PublishPorts,
  events: EventEmitter,
  signal: AbortSignal,
): Promise<boolean> {
  const reports = steps.map((step) => reportOf(step.plan, step.primary, ports));
  for (const plan of reports) events.emit({ type: "plan-ready", plan });
  if (input.isDryRun) return true;
  const changing = steps.filter(({ plan }) => plan.changes.length > 0);
  if (changing.length > 0 && !(await isConfirmed(reports, ports, signal))) return false;
  const isDone = changing.length === 0 || (await applyAll(input, changing, ports, events, signal));
  if (isDone && !signal.aborted) {
    for (const step of steps) await verify(step, input, ports, events, signal);
  }
  return isDone;
}

/** False where a step did not come to its end; the steps after it are not begun. */
async function applyAll(
  input: CarryOutInput,
  steps: readonly PreparedStep[],
  ports: PublishPorts,
  events: EventEmitter,
  signal: AbortSignal,
): Promise<boolean> {
  let entry: JournalEntry = {
    id: ports.newId(),
    at: ports.timestamp(),
    command: input.command,
    steps: steps.map(({ primary, plan }) => ({ primary: formatEndpoint(primary), plan, state: "refused" })),
  };
  for (const [position, step] of steps.entries()) {
    const write = async (state: JournalState, plan: Plan): Promise<void> => {
      const planned = entry.steps.map((other, index) => (index === position ? { ...other, plan } : other));
      entry = withStepState({ ...entry, steps: planned }, position, state);
      await ports.journal.write(entry);
    };
    const applied = await applyStep(step, input.options, write, ports, events, signal);
    const isApplied = applied.kind === "applied";
    events.emit({
      type: "change-applied",
      zone: withoutTrailingDot(step.plan.zone),
      primary: formatEndpoint(step.primary),
      applied: isApplied ? true : applied.kind === "unknown" ? null : false,
      rcode: applied.rcode === null ? null : rcodeName(applied.rcode),
      journal: entry.id,
      evidence: applied.evidence,
    });
    if (isApplied || applied.kind === "not-needed") continue;
    if (applied.kind === "unknown")
      ports.announce(
        `it is not known whether the change arrived: ${applied.because}. 'kms-doctor undo ${entry.id}' looks, and takes it back where it did`,
      );
    else if (!signal.aborted)
      raiseUpdateFailure(step, input, applied, doneBefore(entry, position), ports, events);
    return false;
  }
  return true;
}

/** What stays although a later step failed; null where there is nothing. */
function doneBefore({ id, steps }: JournalEntry, position: number): string | null {
  const zones = steps
    .slice(0, position + 1)
    .filter(({ state }) => state === "applied")
    .map(({ plan }) => withoutTrailingDot(plan.zone));
  return zones.length === 0
    ? null
    : `what was changed in ${zones.join(", ")} stays: 'kms-doctor undo ${id}' takes it back`;
}

async function verify(
  { plan, servers, unresolved, primary }: PreparedStep,
  { options, waitMs }: CarryOutInput,
  ports: PublishPorts,
  { emit }: EventEmitter,
  signal: AbortSignal,
): Promise<void> {
  const zone = withoutTrailingDot(plan.zone);
  const changedMs = ports.clock.monotonicMs();
  const probeOf = (server: string) => ({ kind: "replica", zone, server }) as const;
  for (const server of servers) emit({ type: "probe-started", probe: probeOf(formatEndpoint(server)) });
  const replicas = await verifyReplicas(
    { plan, servers, options, waitMs, changedMs },
    ports,
    (report) =>
      emit({
        type: "probe-finished",
        probe: probeOf(report.server),
        result: { kind: "replica", report },
      }),
    signal,
  );
  for (const name of unresolved) {
    const server = withoutTrailingDot(name);
    const report = { server, ok: false, serial: null, seen: [], afterMs: 0, why: "its address is not known" };
    emit({ type: "probe-finished", probe: probeOf(server), result: { kind: "replica", report } });
  }
  if (signal.aborted) return;
  const primaryText = formatEndpoint(primary);
  const primarySerial = replicas.find(({ server }) => server === primaryText)?.serial ?? null;
  const findings = judge([updateNotReplicated], { zone, primarySerial, replicas });
  for (const finding of findings) emit({ type: "finding-raised", finding });
}
