// update-disabled: the primary takes no dynamic updates, as far as can be seen without a key.
import { withoutTrailingDot } from "../dns/owner-name.ts";
import { KMS_PORT } from "../kms/service.ts";
import { hostWord, hostWordNote } from "../text/shell-word.ts";
import { generateCommand, publishCommand, zoneFileCommand } from "./own-commands.ts";
import { handMadeLine } from "./publish-by-hand.ts";
import { keySteps } from "./key-steps.ts";
import type { Rule } from "./rule.ts";
import type { UpdatePolicyFacts } from "./update-policy-facts.ts";

export const updateDisabled: Rule<UpdatePolicyFacts> = {
  id: "update-disabled",
  severity: "info",
  judge: ({ zone, primary, policy, rcode, keyMightHelp, keyVerdict, evidence }) => {
    if (policy !== "disabled") return [];
    const name = withoutTrailingDot(zone);
    const word = hostWord(name, "ZONE");
    return [
      {
        subject: name,
        title: `${name} takes no unsigned dynamic updates`,
        detail: `${primary ?? "The server"} answers ${rcode ?? "nothing"}: KMS hosts can't publish themselves there, and records must be written by hand.${keyMightHelp ? " Whether a key would lift that can't be seen without one." : ""}${keyVerdict === null ? "" : ` Tried with a signature: ${keyVerdict.because}.`}`,
        evidence,
        remedy: [
          ...keySteps(keyVerdict),
          `Write the record by hand. ${handMadeLine(zone)}`,
          `On the machine that has the zone file: ${zoneFileCommand({ domain: name })}`,
          `For another DNS product, one of 'kms-doctor generate --list': ${generateCommand({ domain: name }, "PRODUCT")}`,
          `On Windows DNS: Add-DnsServerResourceRecord -ZoneName ${word} -Name _vlmcs._tcp -Srv -Priority 0 -Weight 0 -Port ${KMS_PORT} -DomainName KMS-HOST.${word}${hostWordNote(name, "ZONE")}`,
          "On the KMS host 'slmgr /cdns' ends its daily attempts, which fail with event 12293.",
          ...(keyMightHelp
            ? [`With a TSIG key that may write: ${publishCommand({ domain: name }, "--key FILE")}`]
            : []),
        ],
      },
    ];
  },
};
