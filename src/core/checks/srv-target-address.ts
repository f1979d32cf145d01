// srv-target-address: the target is an IP address written as a name.
import { withoutTrailingDot, type OwnerName } from "../dns/owner-name.ts";
import { isAddress } from "../net/address.ts";
import type { DomainFacts } from "../run/observation.ts";
import type { Rule } from "./rule.ts";
import { sayRdata, sayWhoHas } from "./wording.ts";

/** True for `192.0.2.1.`, and for `192.0.2.1.corp.test.`: four numeric labels in front are an address that was typed. */
export function isAddressLikeTarget(target: OwnerName): boolean {
  const labels = withoutTrailingDot(target).split(".");
  return isAddress(labels.slice(0, 4).join("."));
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
          `Remove '${withoutTrailingDot(facts.owner)}. IN SRV ${sayRdata(record)}.'.`,
        ],
      })),
};
