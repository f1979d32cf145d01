import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseNftJson } from "../../../../../src/core/firewall/parse/nft-json.ts";
import { parseNftText } from "../../../../../src/core/firewall/parse/nft-text.ts";
import type { ParseFile } from "../../../../../src/core/firewall/parse/parsed.ts";
import type { Rule, RuleBase } from "../../../../../src/core/firewall/model.ts";

const HINTS = { zone: null, profile: null };
const golden = (name: string): string =>
  readFileSync(new URL(`../../../../golden/firewall/${name}`, import.meta.url), "utf8");

function parsed(parse: ParseFile, text: string): RuleBase {
  const rules = parse({ text, file: "rules" }, HINTS);
  if (!rules.ok) throw new Error(`line ${rules.error.line} ${rules.error.reason}`);
  return rules.value;
}

/** What both listings must agree on: everything but where it stands and how the words of a doubt run. */
function meaning(base: RuleBase): unknown {
  const bare = ({ conditions, verdict }: Rule): unknown => ({
    conditions: conditions.map((each) => (each.kind === "unknown" ? "unknown" : each)),
    verdict: verdict.kind === "unknown" ? "unknown" : verdict,
  });
  return {
    bases: base.baseChains.map(({ chain, hook, priority, policy, family, sees }) => ({
      chain,
      hook,
      priority,
      policy,
      family,
      sees,
    })),
    chains: [...base.chains].map(([name, rules]) => [name, rules.map(bare)]),
  };
}

describe("nft list ruleset", () => {
  test("as text and as JSON it is the same", () => {
    const text = meaning(parsed(parseNftText, golden("nft-everything/rules.nft")));
    const json = meaning(parsed(parseNftJson, golden("nft-everything/rules.json")));
    expect(text).toEqual(json);
  });
});
