// update-open: the primary takes unsigned updates, so that any machine can publish a rogue KMS host.
import { withoutTrailingDot } from "../dns/owner-name.ts";
import { hostWord, hostWordNote } from "../text/shell-word.ts";
import { zoneName } from "../text/zone-line.ts";
import type { Rule } from "./rule.ts";
import type { UpdatePolicyFacts } from "./update-policy-facts.ts";

export const updateOpen: Rule<UpdatePolicyFacts> = {
  id: "update-open",
  severity: "warning",
  judge: ({ zone, primary, policy, activeDirectory, evidence }) => {
    if (policy !== "open") return [];
    const name = withoutTrailingDot(zone);
    const word = hostWord(name, "ZONE");
    const note = hostWordNote(name, "ZONE");
    return [
      {
        subject: name,
        title: `Anyone here may write to ${name}`,
        detail: `${primary ?? "The server"} takes unsigned updates from this address: any machine that it lets in can publish a rogue KMS host, or take the real one away.`,
        evidence,
        remedy: activeDirectory
          ? [
              `On the Windows DNS server: dnscmd . /Config ${word} /AllowUpdate 2 (or in PowerShell: Set-DnsServerPrimaryZone -Name ${word} -DynamicUpdate Secure)${note}`,
              "On a Samba domain controller: set 'allow dns updates = secure only' in the [global] section of smb.conf, then restart samba",
            ]
          : [
              `BIND: make a key with 'tsig-keygen kms-publisher', include it, replace the zone's allow-update with this update-policy, then 'rndc reconfig'. In named.conf: update-policy { grant kms-publisher name _vlmcs._tcp.${zoneName(name)} SRV; };`,
              "Knot: give the acl rule that has 'action: update' a 'key:' as well, then 'knotc reload'",
              `PowerDNS: pdnsutil import-tsig-key kms-publisher hmac-sha256 SECRET, then: pdnsutil set-meta ${word} TSIG-ALLOW-DNSUPDATE kms-publisher${note}`,
            ],
      },
    ];
  },
};
