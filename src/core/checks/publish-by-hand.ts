// How a record is written without the KMS host's own publishing: as a zone line.
import { kmsOwnerName, KMS_PORT } from "../kms/service.ts";
import { withoutTrailingDot, type OwnerName } from "../dns/owner-name.ts";
import { newSrvLine } from "./srv-line.ts";

/** The zone line of a record for a host that the reader fills in. */
export function handMadeLine(zone: OwnerName): string {
  const owner = kmsOwnerName(zone);
  return newSrvLine(owner.ok ? owner.value : zone, KMS_PORT, withoutTrailingDot(zone));
}
