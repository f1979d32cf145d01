// The policy of the zone, once a key was tried: its answers win over what could be told without one.
import type { KeyVerdict } from "./key-verdict.ts";
import type { SignerIdentity } from "./signer-identity.ts";
import type { UpdateVerdict } from "./update-verdict.ts";

/**
 * Only an acceptance on evidence makes the policy `tsig` or `gss-tsig`. A key that is good for other records shows that signed updates
 * are taken: `signed`, where no more was known. All else leaves the policy as it looks without a key.
 */
export function policyWithKey(
  unsigned: UpdateVerdict,
  key: KeyVerdict,
  signature: SignerIdentity["kind"],
): UpdateVerdict {
  const { because } = key;
  switch (key.standing) {
    case "accepted":
      return { policy: signature, keyMightHelp: false, because };
    case "not-granted":
      return { policy: unsigned.policy === "gss-tsig" ? "gss-tsig" : "signed", keyMightHelp: false, because };
    case "switched-off":
      return { policy: "disabled", keyMightHelp: false, because };
    default:
      return { policy: unsigned.policy, keyMightHelp: false, because };
  }
}
