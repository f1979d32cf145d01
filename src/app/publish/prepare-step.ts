// Prepares the change of one zone: its primary, its name servers, what stands there now, and the plan made of it.
import { withoutTrailingDot, type OwnerName } from "../../core/dns/owner-name.ts";
import { formatEndpoint, type Endpoint } from "../../core/net/endpoint.ts";
import type { Plan, SeenRrset } from "../../core/plan/plan.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { askForNameServers } from "../ask-about-zone.ts";
import { endpointsAt } from "../server-endpoints.ts";
import type { PreparedStep } from "./carry-out.ts";
import { sayUnreadable } from "./apply-plan.ts";
import { readRrsets, type RrsetName } from "./read-rrsets.ts";
import {
  findZonePrimary,
  type NoPrimary,
  type ZonePrimary,
  type ZonePrimaryContext,
} from "./zone-primary.ts";

/** Makes the changes of a plan from what stands in the zone; the error is one clause. */
export type Planner = (
  seen: readonly SeenRrset[],
) => Result<Pick<Plan, "changes" | "goals" | "notes">, string>;

/** Addresses of name servers beyond this number are not asked. */
const MAX_SERVERS = 32;

export async function prepareStep(
  name: OwnerName,
  rrsets: readonly RrsetName[],
  planner: Planner,
  context: ZonePrimaryContext,
  signal: AbortSignal,
): Promise<Result<PreparedStep, NoPrimary>> {
  const found = await findZonePrimary(name, context, signal);
  return found.ok ? prepareIn(found.value, rrsets, planner, context, signal) : found;
}

/** The same where the zone and its primary are known. */
export async function prepareIn(
  found: ZonePrimary,
  rrsets: readonly RrsetName[],
  planner: Planner,
  context: ZonePrimaryContext,
  signal: AbortSignal,
): Promise<Result<PreparedStep, NoPrimary>> {
  const { zone, primary, primaryName, evidence } = found;
  const replan = async (replanSignal: AbortSignal): Promise<Result<Plan, string>> => {
    const { askAnyway: ask, options } = context;
    const seen = await readRrsets(primary, rrsets, { ask, options }, replanSignal);
    if (!seen.ok) return err(sayUnreadable(seen.error));
    const planned = planner(seen.value);
    return planned.ok ? ok({ zone: zone.apex, seen: seen.value, ...planned.value }) : planned;
  };
  const plan = await replan(signal);
  if (!plan.ok) return err({ reason: plan.error, evidence });
  const { servers, unresolved } = await nameServersOf(found, context, signal);
  return ok({ plan: plan.value, primary, primaryName, servers, unresolved, evidence, replan });
}

type Servers = Pick<PreparedStep, "servers" | "unresolved">;

/** Every address of every name server, and the primary itself even where the NS set hides it. */
async function nameServersOf(
  { zone, primary }: ZonePrimary,
  context: ZonePrimaryContext,
  signal: AbortSignal,
): Promise<Servers> {
  const asking = { ...context.options, recursionDesired: false };
  const names = await askForNameServers(context.askAnyway, primary, zone.apex, asking, signal);
  const glue = zone.delegation?.glue ?? new Map<OwnerName, readonly string[]>();
  const lookUp = context.lookUpFrom(zone.server);
  const found = await Promise.all(
    names.map(async (name) => {
      const addresses = glue.get(name) ?? (await lookUp(name)).addresses;
      return { name, addresses, endpoints: endpointsAt(addresses, context) };
    }),
  );
  const unresolved = found.filter(({ addresses }) => addresses.length === 0).map(({ name }) => name);
  // -4 or -6 leaves them out on purpose: nothing is missing, but nothing is proven of them either.
  for (const { name, addresses, endpoints } of found)
    if (endpoints.length === 0 && addresses.length > 0)
      context.announce(
        `${withoutTrailingDot(name)} is not verified: its addresses (${addresses.join(", ")}) are left out by -${context.families.join("")}`,
      );
  const all = new Map<string, Endpoint>([[formatEndpoint(primary), primary]]);
  // A server at the primary's address and another port is the primary itself, seen through its NS record.
  for (const endpoint of found.flatMap(({ endpoints }) => endpoints))
    if (endpoint.address !== primary.address || endpoint.port === primary.port)
      all.set(formatEndpoint(endpoint), endpoint);
  return { servers: [...all.values()].slice(0, MAX_SERVERS), unresolved };
}

/** `kms1.corp.test:1688 in corp.test` */
export function sayHostInDomain(target: OwnerName, port: number, domain: OwnerName): string {
  return `${withoutTrailingDot(target)}:${port} in ${withoutTrailingDot(domain)}`;
}
