// update-signed: updates need a signature: TSIG or GSS-TSIG.
import { withoutTrailingDot } from "../dns/owner-name.ts";
import { publishCommand } from "./own-commands.ts";
import { keySteps } from "./key-steps.ts";
import type { Rule } from "./rule.ts";
import type { UpdatePolicy, UpdatePolicyFacts } from "./update-policy-facts.ts";

/** Of `publish`: with a Kerberos ticket, or with a key file. */
type Flag = "--gss" | "--key FILE";

type Words = { readonly what: string; readonly flags: readonly Flag[] };

const WORDS: Readonly<Partial<Record<UpdatePolicy, Words>>> = {
  tsig: { what: "signed with a TSIG key", flags: ["--key FILE"] },
  "gss-tsig": { what: "signed with a Kerberos ticket (GSS-TSIG)", flags: ["--gss"] },
  signed: { what: "signed", flags: ["--key FILE", "--gss"] },
};

const STEPS = {
  "--gss": "With a Kerberos ticket of an account that may write (kinit USER@REALM)",
  "--key FILE": "With a TSIG key that may write (on BIND: tsig-keygen NAME > FILE)",
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
        detail: `${primary ?? "The server"} does not take unsigned updates: a KMS host publishes itself only where its account or key may write.${keyVerdict === null ? "" : ` Tried with a signature: ${keyVerdict.because}.`}`,
        evidence,
        remedy: [
          ...keySteps(keyVerdict),
          ...words.flags.map((flag) => `${STEPS[flag]}: ${publishCommand({ domain: name }, flag)}`),
        ],
      },
    ];
  },
};
