// Dumps come from other people's machines: any text gives rules or a reason, and any rules an answer between two bounds.
import { readFileSync } from "node:fs";
import { isEmptySet, subtractSets } from "../../src/core/net/address-set.ts";
import { evaluate } from "../../src/core/firewall/evaluate.ts";
import { RULE_FORMATS, type RuleFormat } from "../../src/core/firewall/parse/parsed.ts";
import { RULE_PARSERS } from "../../src/core/firewall/parse/parse-rules.ts";
import { recogniseFormat } from "../../src/core/firewall/parse/recognise.ts";
import type { FuzzTarget } from "./runner.ts";

const HINTS = { zone: null, profile: null };
const QUESTIONS = (["input", "forward"] as const).map(
  (path) => ({ host: { family: 4, value: 0x0a00_0001n }, port: 1688, interface: null, path }) as const,
);

function readAnyRules(format: RuleFormat): (bytes: Uint8Array) => void {
  return (bytes) => {
    const text = new TextDecoder().decode(bytes);
    recogniseFormat(text);
    const rules = RULE_PARSERS[format]([{ file: "dump", text }], HINTS);
    if (!rules.ok) {
      if (rules.error.reason === "" || rules.error.line < 1)
        throw new Error("refused without a reason or a line");
      return;
    }
    for (const question of QUESTIONS) {
      const { lower, upper, isExact, doubts } = evaluate(rules.value, question);
      if (!isEmptySet(subtractSets(lower, upper)))
        throw new Error("what surely gets through perhaps does not");
      if (!isExact && doubts.length === 0 && rules.value.families.includes(4))
        throw new Error("the answer is not exact, and no rule is named for it");
    }
  };
}

/** Small enough for the fuzzer, which looks at two kilobytes. */
const SEEDS: Readonly<Record<RuleFormat, readonly string[]>> = {
  "nft-json": ["nft-small/rules.json"],
  nft: ["nft-small/rules.nft"],
  "iptables-save": ["iptables/v4.save", "iptables/v6.save"],
  "ipset-save": ["iptables/ipsets.save"],
  ufw: ["ufw/verbose.txt", "ufw/numbered.txt"],
  firewalld: ["firewalld/one-zone.txt"],
  netsh: ["windows/rules-german.txt", "windows/profiles.txt"],
  "netfirewall-json": ["windows/rules.json"],
  "aws-sg": ["clouds/aws-sg.json"],
  "aws-nacl": ["clouds/aws-nacl.json"],
  "azure-nsg": ["clouds/azure-nsg.json"],
  gcp: ["clouds/gcp.json"],
};

export const fuzzTargets: readonly FuzzTarget[] = RULE_FORMATS.map((format) => ({
  name: `rules-${format}`,
  run: readAnyRules(format),
  seeds: SEEDS[format].map((file) => readFileSync(new URL(`../golden/firewall/${file}`, import.meta.url))),
}));
