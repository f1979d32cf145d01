// srv-target-unresolvable for a host that was named to `probe`: the name has no address.
import { withoutTrailingDot } from "../dns/owner-name.ts";
import type { TargetFacts } from "../run/observation.ts";
import { zoneLine } from "../text/zone-line.ts";
import type { Rule } from "./rule.ts";
import { sayLookup } from "./wording.ts";

export const probeUnresolvable: Rule<TargetFacts> = {
  id: "srv-target-unresolvable",
  severity: "error",
  judge: ({ target, lookup }) => {
    if (lookup === null || (lookup.status !== "nxdomain" && lookup.status !== "nodata")) return [];
    const name = withoutTrailingDot(lookup.name);
    return [
      {
        subject: target,
        title: `${name} has no address`,
        detail: `Neither an A nor an AAAA record exists for ${name}, so nothing could be probed.`,
        evidence: [sayLookup(lookup)],
        remedy: [
          `Is the name right? If the host lives, add its address. ${zoneLine(lookup.aliases.at(-1) ?? lookup.name, "A <address>", 3600)}`,
        ],
      },
    ];
  },
};
