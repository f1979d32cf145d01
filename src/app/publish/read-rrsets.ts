// Reads record sets from one authoritative server, as it has them itself.
import { withoutTrailingDot, type OwnerName } from "../../core/dns/owner-name.ts";
import type { Endpoint } from "../../core/net/endpoint.ts";
import type { PlanRecord } from "../../core/plan/change.ts";
import type { SeenRrset } from "../../core/plan/plan.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { inquire } from "../ask-server.ts";
import type { AskDns, AskDnsOptions } from "../ports.ts";

export type RrsetName = Pick<SeenRrset, "owner" | "type">;

export type ReadRrsetsContext = { readonly ask: AskDns; readonly options: AskDnsOptions };

/** alias: the owner is a CNAME, beside which no other record can be · unreadable: no usable answer, why in one clause. */
export type Unreadable =
  | { readonly kind: "alias"; readonly owner: OwnerName; readonly target: OwnerName }
  | { readonly kind: "unreadable"; readonly why: string };

/** All of them, in the order of `names`; the first that can't be read ends it. */
export async function readRrsets(
  server: Endpoint,
  names: readonly RrsetName[],
  context: ReadRrsetsContext,
  signal: AbortSignal,
): Promise<Result<readonly SeenRrset[], Unreadable>> {
  const sets: SeenRrset[] = [];
  for (const name of names) {
    const set = await readRrset(server, name, context, signal);
    if (!set.ok) return set;
    sets.push(set.value);
  }
  return ok(sets);
}

async function readRrset(
  server: Endpoint,
  { owner, type }: RrsetName,
  { ask, options }: ReadRrsetsContext,
  signal: AbortSignal,
): Promise<Result<SeenRrset, Unreadable>> {
  const asking = { ...options, recursionDesired: false };
  const { response, last, aliases } = await inquire(ask, server, { name: owner, type }, asking, signal);
  const [target] = aliases;
  if (target !== undefined) return err({ kind: "alias", owner, target });
  const unreadable = (said: string): Result<never, Unreadable> =>
    err({
      kind: "unreadable",
      why: `${last.server} did not tell the ${type} records of ${withoutTrailingDot(owner)} (${said})`,
    });
  if (response === null || last.outcome.kind !== "answered") return unreadable(last.outcome.kind);
  if (!last.outcome.message.authoritative) return unreadable("not authoritative");
  switch (response.kind) {
    case "found":
      return ok({ owner, type, records: response.records satisfies readonly PlanRecord[] });
    case "nodata":
    case "nxdomain":
      return ok({ owner, type, records: [] });
    default:
      return unreadable(response.kind);
  }
}
