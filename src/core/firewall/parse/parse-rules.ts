// The reader of each format, and several files as one rule base.
import type { IpSet, Rule, RuleBase } from "../model.ts";
import { parseIpsetSave } from "./ipset-save.ts";
import { parseIptablesSave } from "./iptables-save.ts";
import { parseNftJson } from "./nft-json.ts";
import { parseNftText } from "./nft-text.ts";
import type { ParseRules, RuleFormat } from "./parsed.ts";

export const RULE_PARSERS: Readonly<Record<RuleFormat, ParseRules>> = {
  "nft-json": parseNftJson,
  nft: parseNftText,
  "iptables-save": parseIptablesSave,
  "ipset-save": parseIpsetSave,
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
