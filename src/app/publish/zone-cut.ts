// Whether a name lies in a zone itself, or in another one that was given away below it (RFC 1034 section 4.2).
import { isAtOrBelow, withoutTrailingDot, type OwnerName } from "../../core/dns/owner-name.ts";
import { formatEndpoint } from "../../core/net/endpoint.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { inquire } from "../ask-server.ts";
import type { NoPrimary, ZonePrimary, ZonePrimaryContext } from "./zone-primary.ts";

/**
 * True where `name` lies in the zone of `found`, as its primary says: a record below a delegation would be written, and
 * served to nobody. The error is that it does not tell.
 */
export async function isInZone(
  name: OwnerName,
  { zone, primary, evidence }: ZonePrimary,
  { askAnyway: ask, options, timestamp }: ZonePrimaryContext,
  signal: AbortSignal,
): Promise<Result<boolean, NoPrimary>> {
  if (!isAtOrBelow(name, zone.apex)) return ok(false);
  if (name === zone.apex) return ok(true);
  const asking = { ...options, recursionDesired: false };
  const { response, last, aliases } = await inquire(ask, primary, { name, type: "SOA" }, asking, signal);
  // An alias is refused by name once its records are read.
  if (aliases.length > 0) return ok(true);
  const kind = response?.kind ?? last.outcome.kind;
  if (response?.kind === "referral" || response?.kind === "found") return ok(false);
  const soa = response?.kind === "nodata" || response?.kind === "nxdomain" ? response.soa : null;
  if (soa !== null) return ok(soa.owner === zone.apex);
  const [host, apex] = [withoutTrailingDot(name), withoutTrailingDot(zone.apex)];
  return err({
    reason: `whether ${host} lies in the zone ${apex} itself can't be told: ${formatEndpoint(primary)} gave no SOA for it`,
    evidence: [
      ...evidence,
      `${formatEndpoint(primary)}: ${host} SOA ${kind}, without an SOA, at ${timestamp()}`,
    ],
  });
}
