// Carries out prepared steps: shows the plans, asks, writes the journal, applies, and verifies on every server.
import { UnsafePlanError } from "../../core/errors.ts";
import { judge } from "../../core/checks/rule.ts";
import { sayNodeDenial } from "../../core/checks/node-right.ts";
import { updateFailed, updateNotReplicated, type UpdateFailure } from "../../core/checks/update-failed.ts";
import { RCODE, rcodeName } from "../../core/dns/rcode.ts";
import { withoutTrailingDot, type OwnerName } from "../../core/dns/owner-name.ts";
import { formatEndpoint, type Endpoint } from "../../core/net/endpoint.ts";
import { withStepState, type JournalEntry, type JournalState } from "../../core/plan/journal-entry.ts";
import { canonicalPlan, type Plan } from "../../core/plan/plan.ts";
import { guessProduct } from "../../core/plan/guess-product.ts";
import { planReport, type PlanReport } from "../../core/plan/plan-report.ts";
import type { SrvWish } from "../../core/plan/srv-wish.ts";
import type { Result } from "../../core/result.ts";
import type { AskDnsOptions } from "../ports.ts";
import type { EventEmitter } from "../run-events.ts";
import { applyPlan, type Applied } from "./apply-plan.ts";
import type { PublishPorts } from "./publish-ports.ts";
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
  readonly options: AskDnsOptions;
  readonly waitMs: number;
  readonly isDryRun: boolean;
};

/** A plan that somebody else overtakes is made anew so often. */
const MAX_RETRIES = 3;

/** Gives the journal entry that was written, null where nothing was to be changed. */
export async function carryOut(
  input: CarryOutInput,
  steps: readonly PreparedStep[],
  ports: PublishPorts,
  events: EventEmitter,
  signal: AbortSignal,
): Promise<JournalEntry | null> {
  const reports = steps.map((step) => reportOf(step.plan, step.primary, ports));
  for (const plan of reports) events.emit({ type: "plan-ready", plan });
  if (input.isDryRun) return null;
  const changing = steps.filter(({ plan }) => plan.changes.length > 0);
  if (changing.length > 0 && !(await isConfirmed(reports, ports, signal))) return null;
  const entry = changing.length === 0 ? null : await applyAll(input, changing, ports, events, signal);
  const isDone = entry === null || entry.steps.every(({ state }) => state === "applied");
  if (isDone && !signal.aborted) {
    for (const step of steps) await verify(step, input, ports, events, signal);
  }
  return entry;
}

function reportOf(plan: Plan, primary: Endpoint, { digest }: PublishPorts): PlanReport {
  return planReport(plan, formatEndpoint(primary), digest(canonicalPlan(plan)));
}

/** False where the run was interrupted at the question. */
async function isConfirmed(
  reports: readonly PlanReport[],
  { confirm }: PublishPorts,
  signal: AbortSignal,
): Promise<boolean> {
  if (await confirm(reports, signal)) return true;
  if (signal.aborted) return false;
  throw new UnsafePlanError("nothing was changed: the plan was not confirmed", {
    hint: "Repeat it and answer 'y', or add --yes.",
  });
}

async function applyAll(
  input: CarryOutInput,
  steps: readonly PreparedStep[],
  ports: PublishPorts,
  events: EventEmitter,
  signal: AbortSignal,
): Promise<JournalEntry> {
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
    const applied = await applyStep(step, input, write, ports, events, signal);
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
    if (isApplied) continue;
    if (applied.kind === "unknown")
      ports.announce(
        `it is not known whether the change arrived: ${applied.because}. 'kms-doctor undo ${entry.id}' looks, and takes it back where it did`,
      );
    else if (!signal.aborted) raiseFailure(step, input, applied, ports, events);
    break;
  }
  return entry;
}

/** The journal says what may have been sent before it is sent, and what came of it afterwards. */
async function applyStep(
  step: PreparedStep,
  input: CarryOutInput,
  write: (state: JournalState, plan: Plan) => Promise<void>,
  ports: PublishPorts,
  events: EventEmitter,
  signal: AbortSignal,
): Promise<Applied> {
  const { primary: server } = step;
  const signedFor = { server, serverName: withoutTrailingDot(step.primaryName) };
  let { plan } = step;
  const evidence: string[] = [...step.evidence];
  for (let attempt = 0; ; attempt++) {
    await write("sending", plan);
    const applied = await applyPlan(plan, signedFor, { ports, options: input.options }, signal);
    evidence.push(...applied.evidence);
    const told = { ...applied, evidence };
    await write(applied.kind === "stale" ? "refused" : applied.kind, plan);
    if (applied.kind !== "stale") return told;
    if (attempt === MAX_RETRIES || signal.aborted) return told;
    const fresh = await step.replan(signal);
    if (!fresh.ok)
      return {
        kind: "refused",
        rcode: applied.rcode,
        evidence,
        because: fresh.error,
        exchange: null,
        remedy: null,
      };
    const note = `somebody else changed the records meanwhile (${rcodeName(applied.rcode ?? RCODE.NXRRSET)}): read again, planned anew (${attempt + 1} of ${MAX_RETRIES})`;
    ports.announce(note);
    evidence.push(note);
    const report = reportOf(fresh.value, server, ports);
    if (!sameChanges(plan, fresh.value)) {
      events.emit({ type: "plan-ready", plan: report });
      if (fresh.value.changes.length === 0) return { kind: "applied", rcode: applied.rcode, evidence };
      if (!(await isConfirmed([report], ports, signal))) return told;
    }
    plan = fresh.value;
  }
}

function sameChanges(left: Plan, right: Plan): boolean {
  const say = ({ zone, changes }: Plan): string =>
    canonicalPlan({ zone, seen: [], changes, goals: [], notes: [] });
  return say(left) === say(right);
}

function raiseFailure(
  step: PreparedStep,
  input: CarryOutInput,
  applied: Extract<Applied, { readonly kind: "refused" | "stale" }>,
  ports: PublishPorts,
  events: EventEmitter,
): void {
  const identity = ports.signer?.identity() ?? null;
  const denial =
    identity?.kind === "gss-tsig" && applied.kind === "refused" && applied.rcode !== null
      ? sayNodeDenial(applied.rcode, identity.account, nodeOf(step.plan))
      : null;
  const because =
    denial?.because ??
    (applied.kind === "stale" ? "somebody else changes the same records all the time" : applied.because);
  const first = applied.kind === "refused" && applied.remedy !== null ? [applied.remedy] : [];
  const exchange = applied.kind === "refused" ? applied.exchange : null;
  const outcome = exchange?.outcome;
  const isAnswered = outcome?.kind === "answered" || outcome?.kind === "unauthenticated";
  const failure: UpdateFailure = {
    subject: withoutTrailingDot(step.plan.zone),
    what: input.what,
    because: `${formatEndpoint(step.primary)}: ${because}`,
    evidence: applied.evidence,
    wish: input.wish,
    product: isAnswered
      ? guessProduct({
          rcode: outcome.message.rcode,
          authoritative: outcome.message.authoritative,
          hasQuestion: outcome.message.question !== null,
          activeDirectory: false,
        })
      : null,
    signedBy: identity,
    remedy: denial?.remedy ?? first,
  };
  for (const finding of judge([updateFailed], failure)) events.emit({ type: "finding-raised", finding });
}

/** The name that the account may not write, as far as can be told: most likely the one that several hosts share. */
function nodeOf({ changes, zone }: Plan): OwnerName {
  const records = changes.map(({ record }) => record);
  return (records.find(({ type }) => type === "SRV") ?? records[0])?.owner ?? zone;
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
