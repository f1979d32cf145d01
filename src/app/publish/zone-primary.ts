// Finds the zone of a name and the server that takes its updates, as that server itself says.
import { RCODE } from "../../core/dns/rcode.ts";
import { withoutTrailingDot, type OwnerName } from "../../core/dns/owner-name.ts";
import { formatEndpoint, type Endpoint } from "../../core/net/endpoint.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { findZone, type FindZoneContext, type FoundZone } from "../find-zone.ts";
import type { AskDns } from "../ports.ts";
import { findPrimaryCandidates, type PrimaryCandidate } from "../update-policy-primary.ts";
import { lookAtZone } from "../update-policy-sight.ts";

export type ZonePrimary = {
  readonly zone: FoundZone;
  readonly primary: Endpoint;
  /** The MNAME of the SOA that it shows itself: every Active Directory server calls itself the primary. */
  readonly primaryName: OwnerName;
  readonly evidence: readonly string[];
};

/** `ask` is for finding out whom to ask: it spares servers that are silent. */
export type ZonePrimaryContext = FindZoneContext & {
  /** For what a server of the zone says itself: asks each time. */
  readonly askAnyway: AskDns;
  /** Like `lookUp`, but asks this server first where it is one of `servers`. */
  readonly lookUpFrom: (first: Endpoint) => FindZoneContext["lookUp"];
  /** Where the operator names it; then nobody else is sent an update. */
  readonly named: Endpoint | null;
  /** Tells the operator at once, each text one time. */
  readonly announce: (text: string) => void;
};

export type NoPrimary = { readonly reason: string; readonly evidence: readonly string[] };

/** Only a server that answers for the zone from its own data is worth an update. */
export async function findZonePrimary(
  name: OwnerName,
  context: ZonePrimaryContext,
  signal: AbortSignal,
): Promise<Result<ZonePrimary, NoPrimary>> {
  const search = await findZone(name, context, signal);
  const { zone } = search;
  if (zone === null)
    return err({
      reason: `no DNS zone holds ${withoutTrailingDot(name)}, as far as the servers tell`,
      evidence: search.evidence,
    });
  const { candidates, evidence } =
    context.named === null
      ? await findPrimaryCandidates(search, { ...context, lookUp: context.lookUpFrom(zone.server) }, signal)
      : { candidates: [named(context.named)], evidence: search.evidence };
  const seen = [...evidence];
  for (const { endpoint } of candidates) {
    if (signal.aborted) break;
    const wanted = { owner: name };
    const task = { zone: zone.apex, server: endpoint, wanted, options: context.options };
    const sight = await lookAtZone(task, { askDns: context.askAnyway, timestamp: context.timestamp }, signal);
    seen.push(...sight.evidence);
    if (!sight.authoritative || sight.rcode !== RCODE.NOERROR) continue;
    const primaryName = sight.soa?.mname ?? zone.apex;
    if (context.named !== null) await tellOtherPrimary(zone, endpoint, primaryName, context);
    return ok({ zone, primary: endpoint, primaryName, evidence: seen });
  }
  const tried = candidates.map(({ endpoint }) => formatEndpoint(endpoint)).join(", ");
  return err({
    reason: `no server was found that has the zone ${withoutTrailingDot(zone.apex)} itself${tried === "" ? "" : ` (tried: ${tried})`}`,
    evidence: seen,
  });
}

/** The operator may have reasons, such as a hidden primary. Nothing is said where the name has no address known here. */
async function tellOtherPrimary(
  zone: FoundZone,
  server: Endpoint,
  primaryName: OwnerName,
  { lookUpFrom, announce }: ZonePrimaryContext,
): Promise<void> {
  const { addresses } = await lookUpFrom(zone.server)(primaryName);
  if (addresses.length === 0 || addresses.includes(server.address)) return;
  announce(
    `the SOA of ${withoutTrailingDot(zone.apex)} names another primary, ${withoutTrailingDot(primaryName)} (${addresses.join(", ")}): the update goes to ${formatEndpoint(server)} all the same`,
  );
}

function named(endpoint: Endpoint): PrimaryCandidate {
  return { endpoint, origin: "named" };
}
