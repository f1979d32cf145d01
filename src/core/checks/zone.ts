// zone-not-found and zone-primary-unreachable: whether there is a zone to publish in, and a primary that takes it.
import { withoutTrailingDot } from "../dns/owner-name.ts";
import type { DiagnosedDomain } from "./diagnosis-facts.ts";
import type { Rule } from "./rule.ts";

export const zoneNotFound: Rule<DiagnosedDomain> = {
  id: "zone-not-found",
  severity: "error",
  judge: ({ domain, zone }) =>
    zone === null || zone.zone !== null || zone.evidence.length === 0
      ? []
      : [
          {
            subject: domain,
            title: `No DNS zone holds ${domain}`,
            detail:
              "There is no SOA record on the way up from the name: nobody can publish a KMS record here.",
            evidence: zone.evidence,
            remedy: [
              "Is the domain spelled right? Compare it with 'ipconfig /all' on a client.",
              "Ask a DNS server of the site that knows the zone: --server ADDR",
            ],
          },
        ],
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
