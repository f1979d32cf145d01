// One step of a change: applied, and planned anew where somebody else was faster.
import type { EventEmitter } from "../run-events.ts";
import { parentName, prependLabels, withoutTrailingDot } from "../../core/dns/owner-name.ts";
import { RCODE, rcodeName } from "../../core/dns/rcode.ts";
import type { Endpoint } from "../../core/net/endpoint.ts";
import type { JournalState } from "../../core/plan/journal-entry.ts";
import { canonicalPlan, isAsSeen, type Plan } from "../../core/plan/plan.ts";
import type { AskDnsOptions } from "../ports.ts";
import { applyPlan, type Applied } from "./apply-plan.ts";
import type { PreparedStep } from "./carry-out.ts";
import { isConfirmed, reportOf } from "./confirm-plan.ts";
import type { PublishPorts } from "./publish-ports.ts";
import { readRrsets } from "./read-rrsets.ts";

/** not-needed: somebody else has done the same meanwhile, so nothing here is ours to be taken back. */
export type StepOutcome =
  | Applied
  | { readonly kind: "not-needed"; readonly rcode: number | null; readonly evidence: readonly string[] };

/** A plan that somebody else overtakes is made anew so often. */
const MAX_RETRIES = 3;

/** The journal says what may have been sent before it is sent, and what came of it afterwards. */
export async function applyStep(
  step: PreparedStep,
  options: AskDnsOptions,
  write: (state: JournalState, plan: Plan) => Promise<void>,
  ports: PublishPorts,
  events: EventEmitter,
  signal: AbortSignal,
): Promise<StepOutcome> {
  const { primary: server } = step;
  const signedFor = { server, serverName: withoutTrailingDot(step.primaryName) };
  let { plan } = step;
  const evidence: string[] = [...step.evidence];
  for (let attempt = 0; ; attempt++) {
    await write("sending", plan);
    const applied = await applyPlan(plan, signedFor, { ports, options }, signal);
    evidence.push(...applied.evidence);
    const told = { ...applied, evidence };
    await write(stateOf(applied), applied.kind === "partly" ? applied.plan : plan);
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
    if (isAsSeen(plan, fresh.value.seen))
      return { ...(await explainStaleness(plan, applied.rcode, server, options, ports, signal)), evidence };
    const note = `somebody else changed the records meanwhile (${rcodeName(applied.rcode ?? RCODE.NXRRSET)}): read again, planned anew (${attempt + 1} of ${MAX_RETRIES})`;
    ports.announce(note);
    evidence.push(note);
    const report = reportOf(fresh.value, server, ports);
    if (!sameChanges(plan, fresh.value)) {
      events.emit({ type: "plan-ready", plan: report });
      if (fresh.value.changes.length === 0) {
        await write("not-needed", fresh.value);
        return { kind: "not-needed", rcode: applied.rcode, evidence };
      }
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

function stateOf({ kind }: Applied): JournalState {
  return kind === "stale" ? "refused" : kind === "partly" ? "applied" : kind;
}

/** The prerequisites fail, and yet nobody changed anything: the records are not there themselves. */
async function explainStaleness(
  plan: Plan,
  rcode: number | null,
  server: Endpoint,
  options: AskDnsOptions,
  { askDns: ask, newId }: PublishPorts,
  signal: AbortSignal,
): Promise<Extract<Applied, { readonly kind: "refused" }>> {
  const said = rcodeName(rcode ?? RCODE.NXRRSET);
  const refused = { kind: "refused", rcode, evidence: [], exchange: null, remedy: null } as const;
  for (const { owner, type } of plan.seen) {
    const parent = parentName(owner);
    const sibling = parent === undefined ? undefined : prependLabels([`_${newId().toLowerCase()}`], parent);
    if (sibling === undefined || !sibling.ok) continue;
    const seen = await readRrsets(server, [{ owner: sibling.value, type }], { ask, options }, signal);
    const isWild = seen.ok && seen.value.some(({ records }) => records.length > 0);
    if (!isWild) continue;
    const name = withoutTrailingDot(owner);
    return {
      ...refused,
      because: `the ${type} records at ${name} come from a wildcard, so that the name has none of its own (${said})`,
      remedy: `Write the records for ${name} itself by hand, those of the wildcard that are to stay included: once the name exists, the wildcard no longer speaks for it.`,
    };
  }
  return { ...refused, because: `it answered ${said}, although the records are as they were read` };
}
