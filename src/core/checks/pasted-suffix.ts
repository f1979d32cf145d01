// suffix-none of a pasted `ipconfig /all`: the machine that printed it asks nothing.
import type { PastedFacts } from "./pasted-facts.ts";
import type { Rule } from "./rule.ts";

export const pastedSuffixNone: Rule<PastedFacts> = {
  id: "suffix-none",
  severity: "error",
  judge: ({ ipconfigs }) =>
    ipconfigs
      .filter(
        ({ ipconfig: { primarySuffix, searchList, adapters } }) =>
          // Adapters alone do not tell the primary suffix.
          adapters.some(({ hasAddress }) => hasAddress) &&
          [
            primarySuffix,
            ...searchList,
            ...adapters.flatMap((each) => [each.suffix, ...each.searchList]),
          ].every((suffix) => suffix === null || suffix === ""),
      )
      .map(({ where }) => ({
        subject: where,
        title: "The machine has no DNS suffix, so a KMS client on it asks nothing",
        detail:
          "Neither the machine nor one of its connections has a suffix, and the search list is empty: without a suffix there is no domain to look for the record in.",
        evidence: [`${where}: no primary suffix, no suffix of a connection, no search list`],
        remedy: [
          "Hand out the suffix by DHCP option 15, or on the client: 'slmgr /skms-domain DOMAIN', then 'slmgr /ato'.",
        ],
      })),
};
