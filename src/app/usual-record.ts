// The record whose publication is in question where nobody named one: what clients of the zone's domain ask for.
import { isAtOrBelow, parentName, prependLabels, type OwnerName } from "../core/dns/owner-name.ts";
import type { SrvRecord } from "../core/dns/record.ts";
import { domainOfZone } from "../core/kms/domain-of-zone.ts";
import { KMS_PORT, kmsOwnerName } from "../core/kms/service.ts";

/** `name` is what was asked about: an owner such as `_vlmcs._tcp.sales.corp.test.`, else the domain of the zone counts. */
export function usualRecord(zone: OwnerName, name: OwnerName): SrvRecord {
  const owner = isOwner(name) && isAtOrBelow(name, zone) ? name : ownerIn(zone);
  const target = prependLabels(["kms"], domainOfZone(owner));
  return {
    type: "SRV",
    owner,
    ttlSeconds: 3600,
    priority: 0,
    weight: 0,
    port: KMS_PORT,
    target: target.ok ? target.value : zone,
  };
}

function isOwner(name: OwnerName): boolean {
  const domain = parentName(parentName(name) ?? name);
  const owner = domain === undefined ? null : kmsOwnerName(domain);
  return owner?.ok === true && owner.value === name;
}

/** A zone `_tcp` holds the owner of the domain above it; other zones hold that of their own apex. */
function ownerIn(zone: OwnerName): OwnerName {
  const ofDomain = kmsOwnerName(domainOfZone(zone));
  if (ofDomain.ok && isAtOrBelow(ofDomain.value, zone)) return ofDomain.value;
  const ofZone = kmsOwnerName(zone);
  return ofZone.ok ? ofZone.value : zone;
}
