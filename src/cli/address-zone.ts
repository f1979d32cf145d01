// The zone of link-local IPv6 addresses (RFC 4007): they lead nowhere without the interface, and not by one that is missing.
import { networkInterfaces } from "node:os";

export type Problem = { readonly reason: string; readonly hint: string };

const LINK_LOCAL = /^fe[89ab][0-9a-f]:/i;

/** What is wrong with the zone of a literal address, undefined where nothing is. `interfaces` are this machine's names. */
export function zoneProblem(
  address: string,
  interfaces: () => readonly string[] = interfaceNames,
): Problem | undefined {
  const [literal = "", zone] = address.split("%");
  if (zone === undefined) {
    if (!LINK_LOCAL.test(literal)) return undefined;
    const [first = "eth0"] = interfaces();
    return {
      reason: "a link-local address says nothing without its interface",
      hint: `Add it: '[${literal}%${first}]'.`,
    };
  }
  // Numbers are the interface indexes, which are not listed everywhere; the system will tell.
  if (/^\d+$/.test(zone) || interfaces().includes(zone)) return undefined;
  return {
    reason: `this machine has no interface '${zone}'`,
    hint: `There are: ${interfaces().join(", ")}.`,
  };
}

/** Those that lead to other machines come first. */
function interfaceNames(): readonly string[] {
  const entries = Object.entries(networkInterfaces());
  const isInternal = (addresses: (typeof entries)[number][1]): boolean =>
    addresses?.every(({ internal }) => internal) ?? true;
  return entries
    .toSorted(([, left], [, right]) => Number(isInternal(left)) - Number(isInternal(right)))
    .map(([name]) => name);
}
