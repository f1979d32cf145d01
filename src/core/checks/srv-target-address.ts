// srv-target-address: the target is an IP address written as a name.
import { ownerNameLabels, withoutTrailingDot, type OwnerName } from "../dns/owner-name.ts";
import { KMS_PORT } from "../kms/service.ts";
import { parseEndpoint } from "../net/endpoint.ts";
import type { DomainFacts } from "../run/observation.ts";
import type { Rule } from "./rule.ts";
import { srvLine } from "./srv-line.ts";
import { sayRdata, sayWhoHas } from "./wording.ts";

/** An IPv4 address typed as a name makes four labels, or fewer where its dots were escaped; an IPv6 address makes one. */
const MOST_LABELS = 4;

/** True for `192.0.2.1.`, and for `192.0.2.1.corp.test.` or `2001:db8::2.corp.test.`, where the origin was appended. */
export function isAddressLikeTarget(target: OwnerName): boolean {
  const labels = ownerNameLabels(target).slice(0, MOST_LABELS);
  return labels.some((_, index) => parseEndpoint(labels.slice(0, index + 1).join("."), KMS_PORT).ok);
}

export const srvTargetAddress: Rule<DomainFacts> = {
  id: "srv-target-address",
  severity: "error",
  judge: (facts) =>
    facts.records
      .filter((record) => isAddressLikeTarget(record.target))
      .map((record) => ({
        subject: `${withoutTrailingDot(facts.owner)} SRV ${sayRdata(record)}`,
        title: `The target ${withoutTrailingDot(record.target)} is an address, not a host name`,
        detail:
          "An SRV target must be a host name with A or AAAA records (RFC 2782); clients look this one up as a name and fail.",
        evidence: sayWhoHas(facts, record),
        remedy: [
          "Give the host a name with an A or AAAA record and publish that name as the target.",
          `Remove this record. ${srvLine(facts.owner, record)}`,
        ],
      })),
};
