// An account whose ticket is good and that may not write the record: in Active Directory every node has an owner of its own.
import { withoutTrailingDot, type OwnerName } from "../dns/owner-name.ts";
import { RCODE, rcodeName } from "../dns/rcode.ts";
import { hostWord } from "../text/shell-word.ts";
import { zoneName } from "../text/zone-line.ts";
import { sayTicket } from "./signer-identity.ts";

export type NodeDenial = { readonly because: string; readonly remedy: readonly string[] };

/**
 * `rcode` is the answer to an update that was signed after the server had accepted the ticket: Samba denies a right with SERVFAIL,
 * Windows and BIND with REFUSED. Null for any other code.
 */
export function sayNodeDenial(rcode: number, account: string | null, owner: OwnerName): NodeDenial | null {
  if (rcode !== RCODE.SERVFAIL && rcode !== RCODE.REFUSED) return null;
  const zone = hostWord(withoutTrailingDot(owner).replace(/^_vlmcs\._tcp\./, ""), "ZONE");
  return {
    because: `it accepted ${sayTicket(account)} and answered ${rcodeName(rcode)}: the account has no right to write ${withoutTrailingDot(owner)}`,
    remedy: [
      nodeRightStep(owner),
      grantSteps(account, owner),
      ...(rcode === RCODE.REFUSED
        ? [`Whether updates are switched off altogether: kms-doctor update-policy ${zone} --gss`]
        : []),
    ],
  };
}

export function nodeRightStep(owner: OwnerName): string {
  const name = withoutTrailingDot(owner);
  const node = name.startsWith("_vlmcs.") ? "_VLMCS" : name;
  return `In Active Directory the first writer owns the node. Let a group of all who publish write on ${node} (DNS Manager, View: Advanced, the node's properties, Security), or publish as the account that wrote it first`;
}

export function grantSteps(account: string | null, owner: OwnerName): string {
  const identity = account === null ? "USER\\@REALM" : grantee(account);
  return `On BIND grant the record in the zone's update-policy: grant ${identity} name ${zoneName(owner)} SRV;`;
}

/** As it stands in named.conf: the `@` of a name is escaped there. A name with other special characters is left to the reader. */
function grantee(account: string): string {
  return /^[\w./-]+@[\w.-]+$/.test(account) ? account.replace("@", "\\@") : "USER\\@REALM";
}
