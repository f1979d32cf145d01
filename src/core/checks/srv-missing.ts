// srv-missing: everyone who answered says that there is no SRV record.
import { withoutTrailingDot } from "../dns/owner-name.ts";
import { KMS_PORT } from "../kms/service.ts";
import type { DomainFacts } from "../run/observation.ts";
import { hostWord, hostWordNote } from "../text/shell-word.ts";
import type { Rule } from "./rule.ts";
import { publishCommand } from "./own-commands.ts";
import { newSrvLine } from "./srv-line.ts";
import { sayAnswer } from "./wording.ts";

export const srvMissing: Rule<DomainFacts> = {
  id: "srv-missing",
  severity: "error",
  judge: (facts) => {
    const answered = facts.answers.filter((answer) => answer.presence !== null);
    if (answered.length === 0 || answered.some((answer) => answer.presence === "found")) return [];
    const owner = withoutTrailingDot(facts.owner);
    const nothing = answered.every((answer) => answer.presence === "nxdomain")
      ? "the name does not exist"
      : "the name holds no SRV record";
    return [
      {
        subject: owner,
        title: `No KMS host is published for ${facts.domain}`,
        detail: `Clients with the DNS suffix ${facts.domain} ask for ${owner} and find nothing: ${nothing}.`,
        evidence: answered.map(sayAnswer),
        remedy: [
          "If a KMS host exists, let it publish: on the host run 'slmgr /sdns', then 'net stop sppsvc' and 'net start sppsvc'.",
          `Or publish it for the host, with its name in place of KMS-HOST: ${publishCommand({ domain: facts.domain })}`,
          `Or write it by hand. ${newSrvLine(facts.owner, KMS_PORT, facts.domain)}`,
          `For a client that must not wait, with the host's name in place of KMS-HOST: slmgr /skms KMS-HOST.${hostWord(facts.domain, "DOMAIN")}:${KMS_PORT}${hostWordNote(facts.domain, "DOMAIN")}`,
        ],
      },
    ];
  },
};
