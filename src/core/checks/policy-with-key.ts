// The policy of the zone, once a key was tried: its answers win over what could be told without one.
import type { KeyVerdict } from "./key-verdict.ts";
import type { UpdateVerdict } from "./update-verdict.ts";

/**
 * Only an acceptance on evidence makes the policy `tsig`. A key that is good for other records shows that signed updates
 * are taken: `signed`. All else leaves the policy as it looks without a key.
 */
export function policyWithKey(unsigned: UpdateVerdict, key: KeyVerdict): UpdateVerdict {
  const { because } = key;
  switch (key.standing) {
    case "accepted":
      return { policy: "tsig", keyMightHelp: false, because };
    case "not-granted":
      return { policy: "signed", keyMightHelp: false, because };
    default:
      return { policy: unsigned.policy, keyMightHelp: false, because };
  }
}
