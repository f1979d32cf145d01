// The fixed names of the service: SRV owner labels and the port that Microsoft assigned to it.
import { prependLabels, type OwnerName } from "../dns/owner-name.ts";
import type { Result } from "../result.ts";

export const KMS_PORT = 1688;

/** The owner of the SRV records of a domain: `_vlmcs._tcp.<domain>`. Fails where that exceeds 255 octets. */
export function kmsOwnerName(domain: OwnerName): Result<OwnerName, string> {
  return prependLabels(["_vlmcs", "_tcp"], domain);
}
