// Checks the host before a record names it: no server would object to an alias or to a name without addresses (RFC 2782).
import { withoutTrailingDot, type OwnerName } from "../../core/dns/owner-name.ts";
import type { Endpoint } from "../../core/net/endpoint.ts";
import { inquire } from "../ask-server.ts";
import type { ZonePrimaryContext } from "./zone-primary.ts";

/** ok: the reader's `addresses` may be none where they are about to be published · bad: one clause, and what to do. */
export type TargetCheck =
  { readonly kind: "ok" } | { readonly kind: "bad"; readonly because: string; readonly hint: string };

/** `primary` serves the zone `apex`; a host outside of it is looked up where the zone was. */
export async function checkTarget(
  target: OwnerName,
  primary: Endpoint,
  isOwnZone: boolean,
  willHaveAddress: boolean,
  context: ZonePrimaryContext,
  signal: AbortSignal,
): Promise<TargetCheck> {
  const seen = isOwnZone ? await askPrimary(target, primary, context, signal) : await lookUp(target, context);
  const name = withoutTrailingDot(target);
  const [alias] = seen.aliases;
  if (alias !== undefined)
    return {
      kind: "bad",
      because: `${name} is an alias of ${withoutTrailingDot(alias)}, and an SRV record must not name one (RFC 2782)`,
      hint: `Repeat it with --host ${withoutTrailingDot(alias)}.`,
    };
  if (seen.status === "found" || willHaveAddress) return { kind: "ok" };
  if (seen.status === "failed")
    return {
      kind: "bad",
      because: `whether ${name} has an address can't be told (${seen.source})`,
      hint: "Name a DNS server that knows it with --server, or publish its address too with --address IP.",
    };
  return {
    kind: "bad",
    because: `${name} has no address: clients could not use the record`,
    hint: "Publish its address too with --address IP, or correct --host.",
  };
}

type Seen = {
  readonly status: "found" | "none" | "failed";
  readonly aliases: readonly OwnerName[];
  readonly source: string;
};

async function lookUp(target: OwnerName, context: ZonePrimaryContext): Promise<Seen> {
  const { status, aliases, source } = await context.lookUp(target);
  return { status: status === "found" || status === "failed" ? status : "none", aliases, source };
}

/** The zone's own server knows best; where it gave the name away, its answer says nothing. */
async function askPrimary(
  target: OwnerName,
  primary: Endpoint,
  context: ZonePrimaryContext,
  signal: AbortSignal,
): Promise<Seen> {
  const options = { ...context.options, recursionDesired: false };
  const answers = await Promise.all(
    (["A", "AAAA"] as const).map((type) =>
      inquire(context.askAnyway, primary, { name: target, type }, options, signal),
    ),
  );
  const kinds = answers.map(({ response, last }) => response?.kind ?? last.outcome.kind);
  const aliases = answers.flatMap((answer) => answer.aliases);
  const source = `${answers[0]?.last.server ?? ""} ${kinds.join(", ")}`;
  if (aliases.length === 0 && kinds.includes("referral")) return lookUp(target, context);
  if (kinds.includes("found")) return { status: "found", aliases, source };
  const isNone = kinds.every((kind) => kind === "nodata" || kind === "nxdomain");
  return { status: isNone ? "none" : "failed", aliases, source };
}
