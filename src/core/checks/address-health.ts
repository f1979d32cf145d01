// family-broken and address-partly-dead: a target that works over one address and not over another.
import type { EndpointFacts, TargetFacts } from "../run/observation.ts";
import type { Rule } from "./rule.ts";
import { sayEndpoint } from "./wording.ts";

type Split = { readonly open: readonly EndpointFacts[]; readonly dead: readonly EndpointFacts[] };

/** Addresses that this machine could not try say nothing about the host. */
function byFamily(endpoints: readonly EndpointFacts[], isV6: boolean): Split {
  const family = endpoints.filter(
    (endpoint) => endpoint.address.includes(":") === isV6 && endpoint.state !== "error",
  );
  return {
    open: family.filter((endpoint) => endpoint.state === "open"),
    dead: family.filter((endpoint) => endpoint.state !== "open"),
  };
}

export const familyBroken: Rule<TargetFacts> = {
  id: "family-broken",
  severity: "warning",
  judge: ({ target, endpoints }) => {
    const v4 = byFamily(endpoints, false);
    const v6 = byFamily(endpoints, true);
    const say = (broken: Split, brokenName: string, goodName: string) => ({
      subject: target,
      title: `${target} works over ${goodName}, not over ${brokenName}`,
      detail: `Clients that prefer ${brokenName} wait for its failure first, or fail.`,
      evidence: endpoints.map(sayEndpoint),
      remedy: [
        `Make the host listen and its firewall open over ${brokenName}, or remove ${broken.dead.map((endpoint) => endpoint.address).join(", ")} from DNS.`,
      ],
    });
    if (v4.open.length > 0 && v6.open.length === 0 && v6.dead.length > 0) return [say(v6, "IPv6", "IPv4")];
    if (v6.open.length > 0 && v4.open.length === 0 && v4.dead.length > 0) return [say(v4, "IPv4", "IPv6")];
    return [];
  },
};

export const addressPartlyDead: Rule<TargetFacts> = {
  id: "address-partly-dead",
  severity: "warning",
  judge: ({ target, endpoints }) =>
    [byFamily(endpoints, false), byFamily(endpoints, true)]
      .filter(({ open, dead }) => open.length > 0 && dead.length > 0)
      .map(({ open, dead }) => ({
        subject: target,
        title: `${dead.length} of ${open.length + dead.length} addresses of ${target} do not accept connections`,
        detail: "Clients that draw a dead address wait for it before they try the next.",
        evidence: [...dead, ...open].map(sayEndpoint),
        remedy: [
          `Remove ${dead.map((endpoint) => endpoint.address).join(", ")} from the host's A/AAAA records, or mend them.`,
        ],
      })),
};
