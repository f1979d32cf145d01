// zone-not-found and zone-primary-unreachable: whether there is a zone to publish in, and a primary that takes it.
import { withoutTrailingDot } from "../dns/owner-name.ts";
import type { DiagnosedDomain } from "./diagnosis-facts.ts";
import type { Rule } from "./rule.ts";

export const zoneNotFound: Rule<DiagnosedDomain> = {
  id: "zone-not-found",
  severity: "error",
  judge: ({ domain, records, zone }) => {
    if (zone === null || zone.zone !== null || zone.evidence.length === 0) return [];
    const isServed = records.length > 0;
    return [
      {
        subject: domain,
        title: isServed ? `${domain} has records, but no DNS zone` : `No DNS zone holds ${domain}`,
        detail: isServed
          ? "There is no SOA record on the way up from the name: the server gives records of its own, as dnsmasq and routers do. KMS hosts can't publish there; only clients that ask this server find the record."
          : "There is no SOA record on the way up from the name: nobody can publish a KMS record here.",
        evidence: zone.evidence,
        remedy: isServed
          ? [
              "Where that is meant: keep the record in the server's own configuration, and change it there by hand.",
              "Where a zone should be: ask a DNS server of the site that knows it: --server ADDR",
            ]
          : [
              "Is the domain spelled right? Compare it with 'ipconfig /all' on a client.",
              "Ask a DNS server of the site that knows the zone: --server ADDR",
            ],
      },
    ];
  },
};

export const zonePrimaryUnreachable: Rule<DiagnosedDomain> = {
  id: "zone-primary-unreachable",
  severity: "error",
  judge: ({ zone }) => {
    if (zone === null || zone.zone === null || zone.mname === null) return [];
    if (zone.primary !== "silent" && zone.primary !== "unresolvable") return [];
    const primary = withoutTrailingDot(zone.mname);
    const why = zone.primary === "silent" ? "does not answer" : "has no address";
    return [
      {
        subject: withoutTrailingDot(zone.zone),
        title: `The primary server ${primary} of ${withoutTrailingDot(zone.zone)} ${why}`,
        detail:
          "KMS hosts publish their record there by dynamic update; while it can't be reached, nothing changes in the zone.",
        evidence: zone.evidence,
        remedy: [
          "Bring the server back, or let UDP and TCP port 53 to it through the firewalls in between.",
          "If another server is the primary now: correct the first field of the zone's SOA record.",
        ],
      },
    ];
  },
};
