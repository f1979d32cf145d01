// The reader of each format, and several files as one rule base.
import { err, ok } from "../../result.ts";
import type { IpSet, Rule, RuleBase } from "../model.ts";
import { parseAwsNacl } from "./aws-nacl.ts";
import { parseAwsSg } from "./aws-sg.ts";
import { parseAzureNsg } from "./azure-nsg.ts";
import { parseFirewalld } from "./firewalld.ts";
import { parseGcp } from "./gcp.ts";
import { parseIpsetSave } from "./ipset-save.ts";
import { parseIptablesSave } from "./iptables-save.ts";
import { parseNetfirewallJson } from "./netfirewall-json.ts";
import { parseNetsh } from "./netsh.ts";
import { parseNftJson } from "./nft-json.ts";
import { parseNftText } from "./nft-text.ts";
import type { ParseFile, ParseRules, RuleFormat } from "./parsed.ts";
import { parseUfw } from "./ufw.ts";

/** For formats whose files stand for themselves. */
function each(parse: ParseFile): ParseRules {
  return (dumps, hints) => {
    const bases: RuleBase[] = [];
    for (const dump of dumps) {
      const base = parse(dump, hints);
      if (!base.ok) return err({ file: dump.file, ...base.error });
      bases.push(base.value);
    }
    return ok(joinRuleBases(bases));
  };
}

export const RULE_PARSERS: Readonly<Record<RuleFormat, ParseRules>> = {
  "nft-json": each(parseNftJson),
  nft: each(parseNftText),
  "iptables-save": each(parseIptablesSave),
  "ipset-save": each(parseIpsetSave),
  ufw: each(parseUfw),
  firewalld: each(parseFirewalld),
  netsh: parseNetsh,
  "netfirewall-json": parseNetfirewallJson,
  "aws-sg": parseAwsSg,
  "aws-nacl": each(parseAwsNacl),
  "azure-nsg": each(parseAzureNsg),
  gcp: parseGcp,
};

/** The rules of several files together: whatever one of them forbids is forbidden. */
export function joinRuleBases(bases: readonly RuleBase[]): RuleBase {
  return {
    baseChains: bases.flatMap(({ baseChains }) => baseChains),
    chains: new Map<string, readonly Rule[]>(bases.flatMap(({ chains }) => [...chains])),
    ipsets: new Map<string, IpSet>(bases.flatMap(({ ipsets }) => [...ipsets])),
    families: ([4, 6] as const).filter((family) => bases.some(({ families }) => families.includes(family))),
    assumptions: bases.flatMap(({ assumptions }) => assumptions),
  };
}
