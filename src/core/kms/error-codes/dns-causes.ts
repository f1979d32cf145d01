// Causes in DNS: what clients ask for, what the zones hold, and how a host's own publishing fails.
import type { Cause } from "./cause.ts";

export const DNS_CAUSES = {
  "record-missing": {
    text: "The DNS zone of the clients has no _vlmcs._tcp SRV record",
    check:
      "kms-doctor discover DOMAIN, for each DNS suffix of the client: 'nxdomain' or 'nodata' means this cause",
    fix: "Let the KMS host publish (slmgr /sdns, then restart the service sppsvc) or write the record by hand. Further domains go into its registry value DnsDomainPublishList; list the host's own domain there too, since it is not confirmed whether the list adds to it or replaces it",
    confirmedBy: ["srv-missing", "zone-not-found"],
    supportedBy: ["suffix-not-covered"],
    ruledOutBy: ["records-found"],
  },
  "misspelled-owner": {
    text: "The SRV record stands at a misspelled name",
    check: "kms-doctor diagnose DOMAIN: srv-misspelled names the record that is one slip away",
    fix: "Write the record at _vlmcs._tcp.DOMAIN and remove the misspelled one",
    confirmedBy: ["srv-misspelled"],
    ruledOutBy: ["records-found"],
  },
  "wrong-suffix": {
    text: "The client's DNS suffixes lead to other zones than the one with the record",
    check:
      "ipconfig /all on the client: if no suffix there is the domain of the record, this is the cause; that nslookup finds the full name proves nothing",
    fix: "Correct the suffix (system properties, DHCP option 15, group policy), publish in the client's zone as well, or set slmgr /skms-domain DOMAIN on the client",
    confirmedBy: ["suffix-not-covered"],
    supportedBy: ["hosts-answer", "zone-not-found"],
  },
  "no-suffix": {
    text: "The client has no DNS suffix, so it asks nothing (typical outside a domain)",
    check: "ipconfig /all on the client: Primary Dns Suffix and every connection's suffix are empty",
    fix: "Hand out the suffix by DHCP option 15, or set slmgr /skms-domain DOMAIN (or slmgr /skms HOST) on the client",
    confirmedBy: ["suffix-none"],
  },
  "split-dns": {
    text: "DNS servers answer differently: split DNS, a missing forwarder, or a VPN that changes the resolver",
    check:
      "kms-doctor discover DOMAIN --server RESOLVER --authoritative, with the client's own resolver: its answer differs from that of the zone's servers",
    fix: "Publish the record in every view of the zone, or add the missing forwarder",
    confirmedBy: ["dns-split-horizon", "dns-disagree"],
  },
  "stale-answer": {
    text: "A resolver or the client still keeps an old answer",
    check:
      "ipconfig /displaydns on the client, and kms-doctor diagnose DOMAIN: an answer that differs from the zone's and counts down its TTL means this cause",
    fix: "Wait for the TTL, or clear the cache of the resolver, and ipconfig /flushdns on the client",
    confirmedBy: ["dns-resolver-stale", "dns-negative-cached"],
  },
  "dns-server-failing": {
    text: "A DNS server fails, refuses, or does not answer",
    check:
      "kms-doctor diagnose DOMAIN --server RESOLVER, with the client's own resolver: dns-servfail, dns-refused or dns-unreachable mean this cause",
    fix: "Mend the zone or forwarder at that server, or give the clients another resolver",
    confirmedBy: ["dns-servfail", "dns-refused"],
    supportedBy: ["dns-unreachable", "dns-lame"],
    ruledOutBy: ["dns-answers"],
  },
  "dns-path-mangled": {
    text: "Something between client and DNS server damages or blocks messages",
    check:
      "kms-doctor diagnose DOMAIN from the client's network, and again beside the DNS server: findings such as dns-malformed, dns-edns-broken or dns-tcp-blocked only from afar mean this cause",
    fix: "Let DNS over UDP and TCP port 53 pass unchanged, or use another resolver",
    confirmedBy: ["dns-malformed", "dns-edns-broken", "dns-tcp-blocked", "dns-udp-blocked"],
  },
  "no-dns-server": {
    text: "The client's network adapter has no DNS server",
    check: "ipconfig /all on the client: no line 'DNS Servers', or an empty one",
    fix: "Set DNS servers by DHCP or by hand",
  },
  "alias-target": {
    text: "The SRV record points at an alias (CNAME), which RFC 2782 forbids",
    check: "kms-doctor discover DOMAIN: srv-target-alias names the record",
    fix: "Point the record at the host's real name",
    confirmedBy: ["srv-target-alias"],
    ruledOutBy: ["targets-resolve"],
  },
  "target-without-address": {
    text: "The SRV record names no host that has an address in DNS",
    check: "kms-doctor discover DOMAIN: srv-target-unresolvable or srv-target-address names the record",
    fix: "Publish the host's A or AAAA record, or correct the name in the SRV record (a missing dot at its end is common)",
    confirmedBy: ["srv-target-unresolvable", "srv-target-address", "srv-target-none"],
    ruledOutBy: ["targets-resolve"],
  },
  "no-right-on-record": {
    text: "The host has no right to write the record: another host or an old account owns it",
    check:
      "The security of _vlmcs below _tcp in the DNS console: if the host's computer account has no write there, this is the cause; an owner that shows only as a SID is a deleted account",
    fix: "Give a group with all KMS hosts full control of that node, or delete the node if its owner is gone; then restart sppsvc and look for event 12294",
    supportedBy: ["update-signed"],
    ruledOutBy: ["updates-not-implemented"],
  },
  "updates-refused": {
    text: "The zone takes no dynamic updates",
    check: "kms-doctor update-policy ZONE: 'disabled' means this cause",
    fix: "Write the record by hand and stop the daily attempts with slmgr /cdns on the host, or allow signed updates to the zone",
    confirmedBy: ["updates-not-implemented"],
    supportedBy: ["update-disabled"],
    ruledOutBy: ["updates-taken"],
  },
  "update-key": {
    text: "The key or ticket that signs the update is not accepted",
    check: "kms-doctor update-policy ZONE --key FILE for TSIG; klist on the host for Kerberos",
    fix: "Use the key that the zone names, and let the clocks of host and DNS server agree",
    supportedBy: ["update-signed"],
  },
  "wrong-update-server": {
    text: "The update went to a server that may not change the zone: a secondary, or a read-only domain controller",
    check:
      "kms-doctor update-policy ZONE: compare the primary that it names with the DNS servers of the host",
    fix: "Let the host use DNS servers that lead to the primary, and let the zone's SOA name it",
    supportedBy: ["zone-primary-unreachable"],
  },
  "publishing-off": {
    text: "The record was scavenged, or the host's publishing is off",
    check: "slmgr /dlv on the host: 'DNS publishing disabled' means this cause",
    fix: "slmgr /sdns on the host, then restart sppsvc; or write the record by hand",
    confirmedBy: ["host-publishing-off"],
    supportedBy: ["srv-missing"],
    ruledOutBy: ["records-found"],
  },
} as const satisfies Record<string, Cause>;
