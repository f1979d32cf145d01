// update-open: the primary takes unsigned updates, so that any machine can publish a rogue KMS host.
import { withoutTrailingDot } from "../dns/owner-name.ts";
import type { Rule } from "./rule.ts";
import type { UpdatePolicyFacts } from "./update-policy-facts.ts";

export const updateOpen: Rule<UpdatePolicyFacts> = {
  id: "update-open",
  severity: "warning",
  judge: ({ zone, primary, policy, activeDirectory, evidence }) => {
    if (policy !== "open") return [];
    const name = withoutTrailingDot(zone);
    return [
      {
        subject: name,
        title: `Anyone here may write to ${name}`,
        detail: `${primary ?? "The server"} takes unsigned updates from this address: any machine that it lets in can publish a rogue KMS host, or take the real one away.`,
        evidence,
        remedy: activeDirectory
          ? [
              `On the Windows DNS server: dnscmd . /Config ${name} /AllowUpdate 2 (or in PowerShell: Set-DnsServerPrimaryZone -Name ${name} -DynamicUpdate Secure)`,
              "On a Samba domain controller: set 'allow dns updates = secure only' in the [global] section of smb.conf, then restart samba",
            ]
          : [
              `BIND: make a key with 'tsig-keygen kms-publisher', include it, replace the zone's allow-update with 'update-policy { grant kms-publisher name _vlmcs._tcp.${name}. SRV; };', then 'rndc reconfig'`,
              "Knot: give the acl rule that has 'action: update' a 'key:' as well, then 'knotc reload'",
              `PowerDNS: pdnsutil import-tsig-key kms-publisher hmac-sha256 SECRET && pdnsutil set-meta ${name} TSIG-ALLOW-DNSUPDATE kms-publisher`,
            ],
      },
    ];
  },
};
