// The domain that a zone serves where the zone is one of service names alone: Active Directory may delegate `_tcp` and `_msdcs`.
import { ownerNameFromLabels, ownerNameLabels, type OwnerName } from "../dns/owner-name.ts";

const SERVICE_LABELS = new Set(["_vlmcs", "_tcp", "_msdcs"]);

/** `corp.test.` for `_tcp.corp.test.`, `_vlmcs._tcp.corp.test.` and `corp.test.` itself. */
export function domainOfZone(zone: OwnerName): OwnerName {
  const labels = ownerNameLabels(zone);
  const start = labels.findIndex((label) => !SERVICE_LABELS.has(label));
  const domain = ownerNameFromLabels(start === -1 ? [] : labels.slice(start));
  return domain.ok ? domain.value : zone;
}
