// update-signed: updates need a signature: TSIG or GSS-TSIG.
import { withoutTrailingDot } from "../dns/owner-name.ts";
import { nsupdateStep } from "./publish-by-hand.ts";
import { keySteps } from "./key-steps.ts";
import type { Rule } from "./rule.ts";
import type { UpdatePolicy, UpdatePolicyFacts } from "./update-policy-facts.ts";

/** Of nsupdate: with a Kerberos ticket, or with a key file. */
type Flag = "-g" | "-k FILE";

type Words = { readonly what: string; readonly flags: readonly Flag[] };

const WORDS: Readonly<Partial<Record<UpdatePolicy, Words>>> = {
  tsig: { what: "signed with a TSIG key", flags: ["-k FILE"] },
  "gss-tsig": { what: "signed with a Kerberos ticket (GSS-TSIG)", flags: ["-g"] },
  signed: { what: "signed", flags: ["-k FILE", "-g"] },
};

const STEPS = {
  "-g": "With a Kerberos ticket of an account that may write (kinit USER@REALM)",
  "-k FILE": "With a TSIG key that may write (on BIND: tsig-keygen NAME > FILE)",
} as const;

export const updateSigned: Rule<UpdatePolicyFacts> = {
  id: "update-signed",
  severity: "info",
  judge: ({ zone, primary, policy, keyVerdict, evidence }) => {
    const words = WORDS[policy];
    if (words === undefined) return [];
    const name = withoutTrailingDot(zone);
    return [
      {
        subject: name,
        title: `Updates of ${name} must be ${words.what}`,
        detail: `${primary ?? "The server"} does not take unsigned updates: a KMS host publishes itself only where its account or key may write.${keyVerdict === null ? "" : ` What the key may do: ${keyVerdict.because}.`}`,
        evidence,
        remedy: [
          ...keySteps(keyVerdict),
          ...words.flags.map((flag) => nsupdateStep(zone, flag, STEPS[flag])),
        ],
      },
    ];
  },
};
