// update-disabled: the primary takes no dynamic updates, as far as can be seen without a key.
import { withoutTrailingDot } from "../dns/owner-name.ts";
import type { Rule } from "./rule.ts";
import type { UpdatePolicyFacts } from "./update-policy-facts.ts";

export const updateDisabled: Rule<UpdatePolicyFacts> = {
  id: "update-disabled",
  severity: "info",
  judge: ({ zone, primary, policy, rcode, keyMightHelp, evidence }) => {
    if (policy !== "disabled") return [];
    const name = withoutTrailingDot(zone);
    const key = `With a TSIG key that may write: kms-doctor update-policy ${name} --key FILE, then kms-doctor publish --domain ${name} --host KMS-HOST --key FILE`;
    return [
      {
        subject: name,
        title: `${name} takes no unsigned dynamic updates`,
        detail: `${primary ?? "The server"} answers ${rcode ?? "nothing"}: KMS hosts can't publish themselves there, and records must be written by hand.${keyMightHelp ? " Whether a key would lift that can't be seen without one." : ""}`,
        evidence,
        remedy: [
          `Write the record by hand; this prints it for your DNS product: kms-doctor generate --domain ${name} --host KMS-HOST --product NAME (names: kms-doctor generate --list)`,
          `Or into the zone's file on its primary: kms-doctor zone-file FILE --domain ${name} --host KMS-HOST`,
          ...(keyMightHelp ? [key] : []),
        ],
      },
    ];
  },
};
