// The use cases `publish` and `unpublish`: one SRV record, and the host's addresses where they are asked for.
import { judge } from "../../core/checks/rule.ts";
import { updateFailed } from "../../core/checks/update-failed.ts";
import { UnsafePlanError } from "../../core/errors.ts";
import { isAtOrBelow, withoutTrailingDot, type OwnerName } from "../../core/dns/owner-name.ts";
import type { SrvRecord } from "../../core/dns/record.ts";
import { isSameEndpoint, type Endpoint } from "../../core/net/endpoint.ts";
import { addressType, planAddresses, planAddressRemoval } from "../../core/plan/plan-addresses.ts";
import { hostsTakenAway, planSrv, planSrvRemoval, type SrvSelector } from "../../core/plan/plan-srv.ts";
import type { SeenRrset } from "../../core/plan/plan.ts";
import type { SrvWish } from "../../core/plan/srv-wish.ts";
import { err, ok } from "../../core/result.ts";
import type { RunEvent } from "../../core/run/event.ts";
import type { AskDnsOptions } from "../ports.ts";
import { resolveHost } from "../resolve-host.ts";
import { runEvents, type EventEmitter, type RunInfo } from "../run-events.ts";
import { createSparingAsk } from "../sparing-ask.ts";
import { carryOut, type PreparedStep } from "./carry-out.ts";
import { checkTarget } from "./check-target.ts";
import { prepareIn, prepareStep, sayHostInDomain, type Planner } from "./prepare-step.ts";
import type { PublishPorts } from "./publish-ports.ts";
import type { RrsetName } from "./read-rrsets.ts";
import { isInZone } from "./zone-cut.ts";
import {
  findZonePrimary,
  type NoPrimary,
  type ZonePrimary,
  type ZonePrimaryContext,
} from "./zone-primary.ts";

export type ChangeSettings = {
  readonly info: RunInfo;
  /** Resolvers, or servers that know the zone. */
  readonly servers: readonly Endpoint[];
  /** The server that gets the update, where the operator names it. */
  readonly primary: Endpoint | null;
  /** Port at which servers learnt from DNS are asked. */
  readonly port: number;
  readonly families: readonly (4 | 6)[];
  readonly options: AskDnsOptions;
  readonly waitMs: number;
  readonly isDryRun: boolean;
};

export type PublishInput = ChangeSettings & {
  readonly wish: SrvWish;
  readonly goal:
    | { readonly kind: "publish"; readonly replaces: boolean }
    | { readonly kind: "unpublish"; readonly selector: SrvSelector };
  /** Addresses of the host, canonical texts: to be published with it, or taken away with it. */
  readonly addresses: readonly string[];
  /** The zone that was typed to confirm that several hosts lose their record; null where none was. */
  readonly confirmedZone: OwnerName | null;
};

export function publish(
  input: PublishInput,
  ports: PublishPorts,
  signal: AbortSignal,
): AsyncGenerator<RunEvent> {
  return runEvents(input.info, ports, signal, async (events, runSignal) => {
    const context = zonePrimaryContext(input, ports, runSignal);
    const found = await findZonePrimary(input.wish.owner, context, runSignal);
    const steps = found.ok ? await prepareSteps(input, found.value, context, runSignal) : found;
    if (runSignal.aborted) return;
    if (!steps.ok) {
      raiseFailure(input, steps.error, found.ok ? found.value : null, ports, events);
      return;
    }
    mustBeSafe(input, steps.value);
    const { wish, goal, options, waitMs, isDryRun, info } = input;
    const isPublish = goal.kind === "publish";
    const what = sayHostInDomain(wish.target, wish.port, wish.domain);
    const wanted = isPublish ? { wish } : { wish: null, removal: wish };
    await carryOut(
      { command: info.command, what, ...wanted, options, waitMs, isDryRun },
      steps.value,
      ports,
      events,
      runSignal,
    );
  });
}

/** What a search for zones and primaries shares. */
export function zonePrimaryContext(
  { servers, primary, port, families, options }: ChangeSettings,
  { askDns, timestamp, announce }: PublishPorts,
  signal: AbortSignal,
): ZonePrimaryContext {
  const all = primary === null ? servers : [primary, ...servers];
  const asking = { ...options, recursionDesired: servers.length > 0 };
  const ask = createSparingAsk(askDns, 1);
  const lookUpAt = (asked: readonly Endpoint[]) => {
    const given = asked.map((endpoint) => ({ endpoint, role: "given" }) as const);
    const resolving = { ask, options: asking, timestamp, servers: given, observe: () => undefined };
    return (host: OwnerName) => resolveHost(host, resolving, signal);
  };
  return {
    ask,
    askAnyway: askDns,
    servers: all,
    options: asking,
    timestamp,
    lookUp: lookUpAt(all),
    lookUpFrom: (first) =>
      lookUpAt(
        all.toSorted(
          (left, right) => Number(isSameEndpoint(right, first)) - Number(isSameEndpoint(left, first)),
        ),
      ),
    families,
    port,
    named: primary,
    announce: sayOnce(announce),
  };
}

function sayOnce(say: (text: string) => void): (text: string) => void {
  const said = new Set<string>();
  return (text) => {
    if (said.has(text)) return;
    said.add(text);
    say(text);
  };
}

/** A host in another zone has its addresses there: they need a message of their own, and come first. */
async function prepareSteps(
  input: PublishInput,
  found: ZonePrimary,
  context: ZonePrimaryContext,
  signal: AbortSignal,
): Promise<ReturnType<typeof ok<readonly PreparedStep[]>> | ReturnType<typeof err<NoPrimary>>> {
  const { wish, goal, addresses } = input;
  const isBelow = isAtOrBelow(wish.target, found.zone.apex);
  // Where nothing is written for the host it does not matter who has its zone.
  const isOwn = addresses.length === 0 ? ok(isBelow) : await isInZone(wish.target, found, context, signal);
  if (!isOwn.ok) return isOwn;
  const isOwnZone = isOwn.value;
  if (goal.kind === "publish") {
    const check = await checkTarget(
      wish.target,
      found.primary,
      isOwnZone,
      addresses.length > 0,
      context,
      signal,
    );
    if (check.kind === "bad" && !signal.aborted)
      throw new UnsafePlanError(`nothing was changed: ${check.because}`, { hint: check.hint });
  }
  const srv: RrsetName = { owner: wish.owner, type: "SRV" };
  const host = addressRrsets(wish.target, addresses);
  if (addresses.length === 0 || isOwnZone) {
    const step = await prepareIn(found, [...host, srv], plannerFor(input, true, true), context, signal);
    return step.ok ? ok([step.value]) : step;
  }
  // The primary above a delegation knows it best.
  const servers = isBelow ? [found.primary, ...context.servers] : context.servers;
  const elsewhere = { ...context, servers, named: null };
  const first = await prepareStep(wish.target, host, plannerFor(input, true, false), elsewhere, signal);
  if (!first.ok) return first;
  if (first.value.plan.zone === found.zone.apex)
    return err({
      reason: `whose zone ${withoutTrailingDot(wish.target)} is in can't be told: the servers contradict each other`,
      evidence: [...found.evidence, ...first.value.evidence],
    });
  const second = await prepareIn(found, [srv], plannerFor(input, false, true), context, signal);
  if (!second.ok) return second;
  return ok(goal.kind === "publish" ? [first.value, second.value] : [second.value, first.value]);
}

function addressRrsets(host: OwnerName, addresses: readonly string[]): readonly RrsetName[] {
  return [...new Set(addresses.map(addressType))].map((type) => ({ owner: host, type }));
}

function plannerFor(
  { wish, goal, addresses }: PublishInput,
  withAddresses: boolean,
  withSrv: boolean,
): Planner {
  return (seen) => {
    const records = srvRecords(seen);
    if (goal.kind === "unpublish") {
      const ports = new Set(
        records.filter(({ target }) => target === wish.target).map((record) => record.port),
      );
      if (withSrv && goal.selector.port === undefined && ports.size > 1)
        return err(
          `${withoutTrailingDot(wish.target)} is published with the ports ${[...ports].join(", ")}: name one with --port`,
        );
      const changes = [
        ...(withSrv ? planSrvRemoval(goal.selector, records) : []),
        ...(withAddresses ? planAddressRemoval(wish.target, addresses, seen) : []),
      ];
      return ok({ changes, goals: [], notes: [] });
    }
    const own = withAddresses ? planAddresses(wish.target, addresses, seen) : [];
    const srv = withSrv ? planSrv(wish, records, goal.replaces) : { changes: [], goals: [], notes: [] };
    return ok({ changes: [...own, ...srv.changes], goals: srv.goals, notes: srv.notes });
  };
}

function srvRecords(seen: readonly SeenRrset[]): readonly SrvRecord[] {
  return seen.flatMap(({ records }) => records.flatMap((record) => (record.type === "SRV" ? [record] : [])));
}

/** More than one host of others is not taken away by a single flag. */
function mustBeSafe({ wish, goal, confirmedZone }: PublishInput, steps: readonly PreparedStep[]): void {
  if (goal.kind !== "publish") return;
  for (const { plan } of steps) {
    const lost = hostsTakenAway(plan.changes, wish.target).map(withoutTrailingDot);
    if (lost.length < 2 || confirmedZone === plan.zone) continue;
    const zone = withoutTrailingDot(plan.zone);
    throw new UnsafePlanError(
      `nothing was changed: --replace would take away the records of ${lost.length} other hosts: ${lost.join(", ")}`,
      { hint: `If all of them are to go, add --confirm ${zone}.` },
    );
  }
}

function raiseFailure(
  { wish, goal }: PublishInput,
  { reason, evidence }: NoPrimary,
  found: ZonePrimary | null,
  { signer, timestamp }: PublishPorts,
  events: EventEmitter,
): void {
  const findings = judge([updateFailed], {
    subject: withoutTrailingDot(found?.zone.apex ?? wish.domain),
    what: sayHostInDomain(wish.target, wish.port, wish.domain),
    because: reason,
    evidence: evidence.length > 0 ? evidence : [`${reason}, at ${timestamp()}`],
    wish: goal.kind === "publish" ? wish : null,
    isRefusal: false,
    product: null,
    signedBy: signer?.identity() ?? null,
    remedy: [],
  });
  for (const finding of findings) events.emit({ type: "finding-raised", finding });
}
