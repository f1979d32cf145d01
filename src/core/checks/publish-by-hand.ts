// How a record is written without the KMS host's own publishing: as a zone line, or with nsupdate.
import { kmsOwnerName, KMS_PORT } from "../kms/service.ts";
import { withoutTrailingDot, type OwnerName } from "../dns/owner-name.ts";
import { hostWord, hostWordNote } from "../text/shell-word.ts";
import { newSrvLine } from "./srv-line.ts";

/** The zone line of a record for a host that the reader fills in. */
export function handMadeLine(zone: OwnerName): string {
  const owner = kmsOwnerName(zone);
  return newSrvLine(owner.ok ? owner.value : zone, KMS_PORT, withoutTrailingDot(zone));
}

/** What to type into nsupdate; `flags` are those of nsupdate that sign the update. */
export function nsupdateStep(zone: OwnerName, flags: string, condition: string): string {
  const name = withoutTrailingDot(zone);
  const word = hostWord(name, "ZONE");
  return `${condition}: nsupdate ${flags}, then the lines 'update add _vlmcs._tcp.${word}. 3600 SRV 0 0 ${KMS_PORT} KMS-HOST.${word}.' and 'send'${hostWordNote(name, "ZONE")}`;
}
